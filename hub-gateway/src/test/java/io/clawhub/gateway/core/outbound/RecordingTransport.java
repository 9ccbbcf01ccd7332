package io.clawhub.gateway.core.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A socket that keeps what is written to it, until told that it has gone out. */
final class RecordingTransport implements Transport {

    final List<String> frames = new ArrayList<>();
    private final List<Consumer<Boolean>> pending = new ArrayList<>();
    int closeCode;

    @Override
    public void write(String frame, Consumer<Boolean> written) {
        frames.add(frame);
        pending.add(written);
    }

    void completeWrites(boolean ok) {
        List<Consumer<Boolean>> now = List.copyOf(pending);
        pending.clear();
        now.forEach(written -> written.accept(ok));
    }

    @Override
    public void close(int code, String reason) {
        closeCode = code;
    }
}
