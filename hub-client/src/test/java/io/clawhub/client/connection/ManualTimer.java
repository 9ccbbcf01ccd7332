package io.clawhub.client.connection;

import java.time.Duration;
import java.util.PriorityQueue;

/** Time that passes when the test says so. */
final class ManualTimer implements Timer {

    private record Entry(long at, long number, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Entry> alarms = new PriorityQueue<>();
    private long now;
    private long count;

    @Override
    public Alarm after(Duration delay, Runnable action) {
        Entry entry = new Entry(now + delay.toNanos(), count++, action);
        alarms.add(entry);
        return () -> alarms.remove(entry);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Lets this much time pass, with all that is due in it, in order. */
    void pass(Duration time) {
        long until = now + time.toNanos();
        while (!alarms.isEmpty() && alarms.peek().at() <= until) {
            Entry due = alarms.poll();
            now = Math.max(now, due.at());
            due.action().run();
        }
        now = until;
    }
}
