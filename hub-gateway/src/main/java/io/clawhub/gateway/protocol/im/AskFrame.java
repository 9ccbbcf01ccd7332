package io.clawhub.gateway.protocol.im;

import java.util.function.Function;

import io.clawhub.gateway.core.Command;

/**
 * A question, answered by a {@code reply} or an {@code error} with its {@code rid}.
 *
 * @param command what it is to the core, given who asks
 */
record AskFrame(Function<String, Command> command) implements ImFrame {

    /** A question that does not depend on who asks. */
    static AskFrame of(Command command) {
        return new AskFrame(participantId -> command);
    }
}
