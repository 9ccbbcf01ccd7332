package io.clawhub.client.store;

/**
 * How much a workspace takes in.
 *
 * @param pendingMax messages that wait, are handed out, or were given up
 * @param outboxMax messages not yet accepted by the hub, parked ones included
 * @param textMaxBytes of one message, in UTF-8
 * @param segmentBytes after which a conversation's log goes on in a new file
 */
public record Limits(int pendingMax, int outboxMax, int textMaxBytes, long segmentBytes) {

    /** As the format says: 1 000 each, 64 KiB of text, files of 64 MiB. */
    public static Limits standard() {
        return new Limits(1000, 1000, 65_536, 64L * 1024 * 1024);
    }
}
