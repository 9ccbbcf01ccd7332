package io.clawhub.gateway.protocol.claw;

import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;

/**
 * A frame as the core understands it: the command, and what its reply or refusal is on the wire.
 *
 * @param answer the answer's frame, or null if there is none for this client
 * @param refusal the frame of a refusal, or null for the usual one
 */
record Question(Command command, Function<Reply, ObjectNode> answer, Function<HubException, ObjectNode> refusal) {

    /** A question with this kind of reply; any other is a fault. */
    static <R extends Reply> Question of(Command command, Class<R> kind, Function<R, ObjectNode> answer) {
        return new Question(command, reply -> answer.apply(kind.cast(reply)), null);
    }

    /** A question of which only matters that it was done. */
    static Question of(Command command, ObjectNode answer) {
        return new Question(command, reply -> answer, null);
    }

    /** The same question with its own form of refusal. */
    Question refusedAs(Function<HubException, ObjectNode> form) {
        return new Question(command, answer, form);
    }
}
