package io.clawhub.gateway.core.delivery;

import java.util.ArrayList;
import java.util.List;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Push.MessagesMissed;

/** Missed messages that go out as one push. Guarded by its gate. */
final class MissedBatch {

    private static final int MAX_MESSAGES = 100;
    /** UTF-16 units of content, which no JSON makes six times longer: a frame stays below one MiB. */
    private static final int MAX_WEIGHT = 128 * 1024;

    private final List<LoggedMessage> messages = new ArrayList<>();
    private final List<Runnable> onWritten = new ArrayList<>();
    private int weight;

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether this message fits; a single one always does. */
    boolean hasRoomFor(LoggedMessage logged) {
        return messages.isEmpty() || messages.size() < MAX_MESSAGES && weight + Weight.of(logged) <= MAX_WEIGHT;
    }

    void add(LoggedMessage logged, Runnable written) {
        messages.add(logged);
        onWritten.add(written);
        weight += Weight.of(logged);
    }

    MessagesMissed push() {
        return new MessagesMissed(messages);
    }

    /** What is to run once the push is on the socket. */
    Runnable whenWritten() {
        List<Runnable> all = List.copyOf(onWritten);
        return () -> all.forEach(Runnable::run);
    }

    void clear() {
        messages.clear();
        onWritten.clear();
        weight = 0;
    }
}
