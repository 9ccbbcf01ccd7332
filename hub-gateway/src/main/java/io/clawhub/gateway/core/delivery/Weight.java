package io.clawhub.gateway.core.delivery;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.archive.LoggedMessage;

/**
 * How much of a connection's queue a message will take: its content and what goes with it, in UTF-16 units; the rest of a
 * frame is small.
 */
final class Weight {

    /** The digest, the size and the field names of an attachment, generously. */
    private static final int PER_ATTACHMENT = 200;

    private Weight() {}

    static int of(LoggedMessage logged) {
        MessageDetails details = logged.message().details();
        return of(logged.message().content()) + (details == null ? 0 : of(details));
    }

    private static int of(JsonNode content) {
        return content.isTextual()
                ? content.textValue().length()
                : content.toString().length();
    }

    private static int of(MessageDetails details) {
        int weight = details.metadata() == null ? 0 : of(details.metadata());
        for (String mention : details.mentions()) {
            weight += mention.length();
        }
        for (MessageDetails.Attachment attachment : details.attachments()) {
            weight += PER_ATTACHMENT
                    + attachment.id().length()
                    + attachment.name().length();
        }
        return weight;
    }
}
