package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.function.Consumer;

/** The response of one HTTP request, given once, from any thread. */
interface HttpAnswer {

    int OK = 200;
    int BAD_REQUEST = 400;

    /** Sends a body as text, and tells on any thread whether it went to the socket. */
    void send(int status, String body, Consumer<Boolean> sent);

    /** Sends a body and does not mind what becomes of it. */
    default void send(int status, String body) {
        send(status, body, sent -> {});
    }

    /** Refuses with a JSON string as the reason. */
    default void refuse(String reason) {
        send(BAD_REQUEST, '"' + reason + '"');
    }
}
