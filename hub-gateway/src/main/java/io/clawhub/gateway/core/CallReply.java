package io.clawhub.gateway.core;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.calls.ServiceKey;
import io.clawhub.gateway.core.calls.Tunnel;

/** Answers to {@link CallCommand}s. */
public sealed interface CallReply extends Reply {

    /** The tunnel is open. */
    record TunnelOpened(Tunnel tunnel) implements CallReply {}

    /** The caller's tunnels. */
    record TunnelsListed(List<Tunnel> tunnels) implements CallReply {}

    /** What the provider answered, a JSON object with {@code result} or {@code error}. */
    record CallReturned(JsonNode response) implements CallReply {}

    /** The key that the provider granted; the only time it is shown whole. */
    record KeyIssued(String key, ServiceKey description) implements CallReply {}

    /** Keys, without their secrets. */
    record KeysListed(List<ServiceKey> keys) implements CallReply {}
}
