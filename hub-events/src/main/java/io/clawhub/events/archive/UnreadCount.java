package io.clawhub.events.archive;

/**
 * One conversation's unread messages: those of others beyond the furthest that any of the participant's clients has read.
 *
 * @param conversationId which conversation
 * @param count how many, at most {@value #MOST}
 */
public record UnreadCount(String conversationId, int count) {

    /** The highest count told; it stands for "this many or more". */
    public static final int MOST = 1_000;
}
