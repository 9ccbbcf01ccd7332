package io.clawhub.client;

import java.util.Map;

/**
 * What became of a session with a provider.
 *
 * @param conversationId the session's conversation; null when there is none yet
 * @param status {@code accepted}, {@code active}, {@code rejected}, {@code ended}, or {@code timeout}: nobody answered yet
 * @param reason what was said along, or null
 */
public record ChannelOutcome(String conversationId, String status, String reason) {

    /** Nobody answered in time. The request stands: {@code onChannel} tells when it is settled. */
    static final ChannelOutcome TIMEOUT = new ChannelOutcome(null, "timeout", null);

    static ChannelOutcome of(Map<String, Object> body) {
        return new ChannelOutcome(
                (String) body.get("conversation_id"), (String) body.get("status"), (String) body.get("reason"));
    }

    /** Whether messages can be exchanged in it now. */
    public boolean isOpen() {
        return "accepted".equals(status) || "active".equals(status);
    }
}
