package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.clawhub.gateway.websocket.PausableTransport;

/** A WebSocket that keeps what is written to it. */
final class FakeSocket implements PausableTransport {

    final List<String> written = new ArrayList<>();
    boolean reading = true;
    int code;

    @Override
    public void write(String frame, Consumer<Boolean> done) {
        written.add(frame);
        done.accept(true);
    }

    @Override
    public void close(int closeCode, String reason) {
        code = closeCode;
    }

    @Override
    public void read(boolean on) {
        reading = on;
    }

    @Override
    public void arrived() {}
}
