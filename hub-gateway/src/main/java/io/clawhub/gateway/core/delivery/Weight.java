package io.clawhub.gateway.core.delivery;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.archive.LoggedMessage;

/** How much of a connection's queue a message will take: its content, in UTF-16 units; the rest of a frame is small. */
final class Weight {

    private Weight() {}

    static int of(LoggedMessage logged) {
        JsonNode content = logged.message().content();
        return content.isTextual()
                ? content.textValue().length()
                : content.toString().length();
    }
}
