package io.clawhub.gateway.core;

import com.fasterxml.jackson.databind.JsonNode;

/** Calls of services: a question to the provider's program and its answer, and the keys for them. Absent values are null. */
public sealed interface CallCommand extends Command {

    /** Opens a tunnel to a service, over which it can be called; an external service's provider confirms it first. */
    record OpenTunnel(String serviceId) implements CallCommand {}

    /** Closes one of the caller's tunnels. Repeating it has no effect. */
    record CloseTunnel(String tunnelId) implements CallCommand {}

    /** Lists the caller's tunnels. */
    record ListTunnels() implements CallCommand {}

    /**
     * Calls a service and waits for the answer.
     *
     * @param tunnelId the tunnel
     * @param method what to do
     * @param params any JSON value
     * @param key a key for the service, if the caller has one
     */
    record CallService(String tunnelId, String method, JsonNode params, String key) implements CallCommand {}

    /** A provider's answer to what it was asked, see {@link Push.CallArrived}. */
    record AnswerCall(String callId, JsonNode payload) implements CallCommand {}

    /** Asks a service's provider for a key. */
    record RequestKey(String serviceId, String purpose) implements CallCommand {}

    /** Makes a key invalid: by whom it was issued to, or the service's provider. */
    record RevokeKey(String key) implements CallCommand {}

    /** Starts a key's duration and calls anew; the service's provider only. */
    record RenewKey(String key) implements CallCommand {}

    /** Lists the keys of a service: all of them to its provider, their own to others. */
    record ListKeys(String serviceId) implements CallCommand {}
}
