package io.clawhub.gateway.core;

/** How far a client has come. Both are cumulative: they never move a cursor back. */
public sealed interface CursorCommand extends Command {

    /** The client has stored everything in the conversation up to this seq. */
    record Acknowledge(String conversationId, long seq) implements CursorCommand {}

    /** The participant has read everything in the conversation up to this seq. Implies {@link Acknowledge}. */
    record MarkRead(String conversationId, long seq) implements CursorCommand {}
}
