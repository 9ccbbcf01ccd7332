package io.clawhub.gateway.core.delivery;

import java.util.List;
import java.util.stream.Stream;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.MessageAccepted;

/** Who is told how far a member of a conversation is. */
final class Audience {

    private Audience() {}

    /**
     * Who said it: it is their message that arrived, and in a large group everybody telling everybody would be a storm.
     * Nobody in a lobby, where strangers speak side by side, and in a large group, whose messages name no audience.
     */
    static List<String> of(MessageAccepted message) {
        boolean nobody = message.kind() == ConversationKind.SERVICE
                || message.kind() == ConversationKind.GROUP
                        && message.audience().isEmpty();
        return nobody ? List.of() : List.of(message.senderId());
    }

    /** Those of both, each once. */
    static List<String> union(List<String> some, List<String> others) {
        if (some.containsAll(others)) {
            return some;
        }
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }
}
