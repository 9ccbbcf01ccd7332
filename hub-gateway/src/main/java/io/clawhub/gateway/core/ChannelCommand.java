package io.clawhub.gateway.core;

/** What can be asked about sessions between a provider and a consumer. Absent values are null. */
public sealed interface ChannelCommand extends Command {

    /**
     * Asks a provider for a session. The reply comes when the request is settled: accepted, rejected, or rejected by the
     * hub because nobody answered in time. Asking again while one is pending or active joins it.
     *
     * @param requestId the requester's correlation id
     * @param serviceId the service
     * @param providerId whom to ask when no such service is registered; otherwise it must be the service's provider
     * @param message what the requester says with it
     */
    record RequestChannel(String requestId, String serviceId, String providerId, String message)
            implements ChannelCommand {}

    /**
     * Accepts a request, the oldest pending one of this consumer unless one is named. Without a pending request a session
     * with the consumer is opened.
     */
    record AcceptChannel(String conversationId, String consumerId, String message) implements ChannelCommand {}

    /** Rejects a request, the oldest pending one of this consumer unless one is named. Without one it has no effect. */
    record RejectChannel(String conversationId, String consumerId, String reason) implements ChannelCommand {}

    /** Ends a session. Repeating it has no effect. */
    record EndChannel(String conversationId, String reason) implements ChannelCommand {}

    /** Reads one of the caller's conversations. */
    record ReadChannel(String conversationId) implements ChannelCommand {}

    /** Lists the caller's conversations, the newest first, 500 at most. */
    record ListChannels(int limit) implements ChannelCommand {}
}
