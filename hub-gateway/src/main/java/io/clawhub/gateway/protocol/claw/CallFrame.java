package io.clawhub.gateway.protocol.claw;

import com.fasterxml.jackson.databind.JsonNode;

/** Calls of services, and the keys for them. */
sealed interface CallFrame extends ClawFrame {

    /** Opens a tunnel to a service. */
    record EstablishChannel(String serviceId) implements CallFrame {}

    /** Closes a tunnel, or ends a session if it is one's id. */
    record CloseChannel(String channelId) implements CallFrame {}

    /** Calls a service. */
    record CallService(String tunnelId, String method, JsonNode params, String key) implements CallFrame {}

    /** A provider's answer to a {@code request}, {@code key_request} or {@code channel_request}. */
    record Answer(String callId, JsonNode payload) implements CallFrame {}

    /** Asks a provider for a key. */
    record KeyRequest(String serviceId, String purpose) implements CallFrame {}

    /** Makes a key invalid. */
    record KeyRevoke(String key) implements CallFrame {}

    /** Starts a key anew; without a key, asks the provider of the service for another one. */
    record KeyRenew(String serviceId, String key) implements CallFrame {}

    /** Asks for the keys of a service. */
    record KeyList(String serviceId) implements CallFrame {}
}
