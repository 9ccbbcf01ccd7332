package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.function.Consumer;

/** A response that a test looks at, and lets arrive or not. */
final class FakeAnswer implements HttpAnswer {

    int status;
    String body;
    private Consumer<Boolean> sent;

    @Override
    public void send(int code, String text, Consumer<Boolean> whenSent) {
        if (status != 0) {
            throw new AssertionError("answered twice");
        }
        status = code;
        body = text;
        sent = whenSent;
    }

    void arrive(boolean ok) {
        sent.accept(ok);
    }
}
