package io.clawhub.client.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.clawhub.client.message.Message;
import io.clawhub.client.message.Status;

/** What was said in this talk and is not yet with the hub. Thread-safe. */
final class Outstanding {

    private final Map<String, Status> unsettled = new HashMap<>();
    private int failed;

    /** Before it is given to the client, so that no report of it is missed. */
    synchronized void begin(String clientMsgId) {
        unsettled.put(clientMsgId, Status.QUEUED);
    }

    /** It came to nothing, and was reported. */
    synchronized void forget(String clientMsgId) {
        unsettled.remove(clientMsgId);
        notifyAll();
    }

    /** A report about a message. */
    synchronized void update(Message message) {
        Status status = message.status();
        if (status == null || status.compareTo(Status.SENT) < 0 || !unsettled.containsKey(message.clientMsgId())) {
            return;
        }
        unsettled.remove(message.clientMsgId());
        if (status == Status.FAILED || status == Status.CANCELLED) {
            failed++;
        }
        notifyAll();
    }

    synchronized int waiting() {
        return unsettled.size();
    }

    /** How many the hub refused. */
    synchronized int failed() {
        return failed;
    }

    /** Waits until at most so many are left; false when the time is up. */
    synchronized boolean awaitAtMost(int left, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (unsettled.size() > left) {
            long rest = (deadline - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return false;
            }
            wait(rest);
        }
        return true;
    }
}
