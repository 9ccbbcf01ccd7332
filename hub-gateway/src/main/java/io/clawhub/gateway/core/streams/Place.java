package io.clawhub.gateway.core.streams;

import java.util.List;

/**
 * Where something is shown, and to whom.
 *
 * @param conversationId the conversation; null: nowhere
 * @param audience the other members
 */
record Place(String conversationId, List<String> audience) {

    static final Place NOWHERE = new Place(null, List.of());

    Place {
        audience = List.copyOf(audience);
    }

    boolean isSomewhere() {
        return !audience.isEmpty();
    }
}
