package io.clawhub.events.archive;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What became of a message after it was said.
 *
 * @param editedAt when it was last edited, or null
 * @param deletedAt when it was deleted, or null; then its content is an empty text and nothing goes with it
 * @param reactions its reactions, the first one first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MessageState(Instant editedAt, Instant deletedAt, List<Reaction> reactions) {

    public MessageState {
        reactions = reactions == null ? List.of() : List.copyOf(reactions);
    }

    /** The state, or null when the message is as it was said. */
    public static MessageState of(Instant editedAt, Instant deletedAt, List<Reaction> reactions) {
        return editedAt == null && deletedAt == null && reactions.isEmpty()
                ? null
                : new MessageState(editedAt, deletedAt, reactions);
    }

    /**
     * A reaction.
     *
     * @param reaction usually an emoji
     * @param by whose, the first one first
     */
    public record Reaction(String reaction, List<String> by) {

        public Reaction {
            by = List.copyOf(by);
        }
    }
}
