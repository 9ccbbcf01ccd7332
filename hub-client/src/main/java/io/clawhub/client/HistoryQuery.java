package io.clawhub.client;

/**
 * Which messages to read back. With neither id: the agent's own newest messages over all conversations.
 *
 * @param channelId the conversation, or null
 * @param serviceId the service, or null; ignored when a channel is given
 * @param limit how many of the newest, 1 to 500
 */
public record HistoryQuery(String channelId, String serviceId, int limit) {

    /** What the hub assumes when no limit is given. */
    public static final int DEFAULT_LIMIT = 50;

    public HistoryQuery {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit must be 1 to 500: " + limit);
        }
    }

    /** The newest messages of a conversation. */
    public static HistoryQuery ofChannel(String channelId) {
        return new HistoryQuery(channelId, null, DEFAULT_LIMIT);
    }

    /** The newest messages of a service's conversation. */
    public static HistoryQuery ofService(String serviceId) {
        return new HistoryQuery(null, serviceId, DEFAULT_LIMIT);
    }
}
