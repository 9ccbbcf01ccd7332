package io.clawhub.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.wire.WireEvent;

/** The calls of {@link IMClient} that only mean something while there is a hub: sessions, groups, presence, typing, streams. */
abstract class HubCalls {

    final ClientCore core;

    HubCalls(ClientCore core) {
        this.core = core;
    }

    // --- sessions with providers of services ---

    /** Asks a provider for a session and waits up to 30 s for its answer; then the outcome's status is {@code timeout}. */
    public CompletableFuture<ChannelOutcome> requestChannel(String providerId, String serviceId, String message) {
        return core.requestChannel(Fields.of("provider_id", providerId, "service_id", serviceId, "message", message));
    }

    /** Accepts a session that was asked for. */
    public CompletableFuture<ChannelOutcome> acceptChannel(String conversationId, String message) {
        return channel("channel_accept", Fields.of("conversation_id", conversationId, "message", message));
    }

    /** Declines a session that was asked for. */
    public CompletableFuture<ChannelOutcome> rejectChannel(String conversationId, String reason) {
        return channel("channel_reject", Fields.of("conversation_id", conversationId, "reason", reason));
    }

    /** Ends a session. */
    public CompletableFuture<ChannelOutcome> endChannel(String conversationId, String reason) {
        return channel("channel_end", Fields.of("conversation_id", conversationId, "reason", reason));
    }

    /** A session was asked for, accepted, rejected or ended. */
    public IMClient.Registration onChannel(Consumer<WireEvent.ChannelChanged> callback) {
        return core.topics.channel.add(callback);
    }

    // --- groups ---

    /** Creates a group of this agent and these. Send with {@link OutgoingMessage#in}. */
    public CompletableFuture<Group> createGroup(String name, List<String> members) {
        return request("group_create", Fields.of("name", name, "members", members, "key", Ulid.next()))
                .thenApply(Group::of);
    }

    /** Adds members to a group. */
    public CompletableFuture<Void> addMembers(String conversationId, List<String> members) {
        return done("group_add", Fields.of("conversation_id", conversationId, "members", members));
    }

    /** Removes members from a group. */
    public CompletableFuture<Void> removeMembers(String conversationId, List<String> members) {
        return done("group_remove", Fields.of("conversation_id", conversationId, "members", members));
    }

    /** Renames a group. */
    public CompletableFuture<Void> renameGroup(String conversationId, String name) {
        return done("group_rename", Fields.of("conversation_id", conversationId, "name", name));
    }

    /** Leaves a group. */
    public CompletableFuture<Void> leaveGroup(String conversationId) {
        return done("group_leave", Fields.of("conversation_id", conversationId));
    }

    /** The agent ids in a conversation, in the order in which they joined; read in pages if they are many. */
    public CompletableFuture<List<String>> members(String conversationId) {
        return members(conversationId, List.of());
    }

    private CompletableFuture<List<String>> members(String conversationId, List<String> before) {
        return request("members", Fields.of("conversation_id", conversationId, "from", before.size()))
                .thenCompose(body -> {
                    List<String> page = Fields.ids(body.get("members"));
                    List<String> all =
                            Stream.concat(before.stream(), page.stream()).toList();
                    return Boolean.TRUE.equals(body.get("has_more")) && !page.isEmpty()
                            ? members(conversationId, all)
                            : CompletableFuture.completedFuture(all);
                });
    }

    /** A group was created or renamed, or somebody joined or left it. */
    public IMClient.Registration onGroup(Consumer<WireEvent.GroupChanged> callback) {
        return core.topics.group.add(callback);
    }

    // --- what was said ---

    /** Says one of this agent's messages anew. Names it by the hub's id. */
    public CompletableFuture<Void> editMessage(String messageId, String text) {
        return done("edit", Fields.of("id", messageId, "text", text, "key", Ulid.next()));
    }

    /** Takes back what a message said, for ever; it must be this agent's, or in a group of its own. */
    public CompletableFuture<Void> deleteMessage(String messageId) {
        return done("delete", Fields.of("id", messageId, "key", Ulid.next()));
    }

    /** Reacts to a message, or takes that back. */
    public CompletableFuture<Void> react(String messageId, String reaction, boolean on) {
        return done("react", Fields.of("id", messageId, "reaction", reaction, "on", on, "key", Ulid.next()));
    }

    /**
     * A message was edited or deleted, or somebody reacted to it. Told while connected: what changed meanwhile is found by
     * reading the history of the hub.
     */
    public IMClient.Registration onChange(Consumer<WireEvent.MessageChanged> callback) {
        return core.topics.change.add(callback);
    }

    // --- presence, typing, streams ---

    /** Agent id to online, offline or unknown; up to 100. */
    public CompletableFuture<Map<String, String>> presence(List<String> agentIds) {
        return request("presence", Fields.of("agent_ids", agentIds)).thenApply(PresenceWatches::statuses);
    }

    /** Tells where these stand now and whenever it changes, also after a reconnect. Up to 1000 agents for each client. */
    public IMClient.Registration watchPresence(List<String> agentIds, Consumer<WireEvent.PresenceChanged> callback) {
        return core.session.watches().add(agentIds, callback);
    }

    /** This agent writes to that one, or stopped. Lost without a connection. */
    public void typing(String to, boolean on) {
        core.session.typing(to, null, on);
    }

    /** Somebody writes, or stopped. */
    public IMClient.Registration onTyping(Consumer<WireEvent.Typing> callback) {
        return core.topics.typing.add(callback);
    }

    /** As {@link #streamReply(OutgoingMessage)}, to an agent. */
    public IMClient.StreamReply streamReply(String to) {
        return streamReply(OutgoingMessage.to(to, ""));
    }

    /** Begins a reply that grows. Its text is what is appended. */
    public IMClient.StreamReply streamReply(OutgoingMessage head) {
        core.open();
        return core.sending.stream(head);
    }

    /** Pieces of others' replies that grow. */
    public IMClient.Registration onStream(Consumer<WireEvent.Streamed> callback) {
        return core.topics.stream.add(callback);
    }

    /**
     * Others' replies as they grow, put together: from the time of the subscription until the client is closed, on the threads of
     * the callbacks. A subscriber that asks slowly gets several steps of a reply in one. After a hole a reply stands still until
     * the hub tells the whole again; what counts in the end is the message, which comes to {@code onMessage}. At most 256
     * replies are followed at a time, each up to 1 Mi characters.
     */
    public Flow.Publisher<RunUpdate> runs() {
        return core.topics.runs;
    }

    /** Somebody asks to stop one of this agent's replies. */
    public IMClient.Registration onCancel(Consumer<WireEvent.CancelAsked> callback) {
        return core.topics.cancel.add(callback);
    }

    /**
     * Any other request of the protocol.
     *
     * @return the answer's fields; fails with {@code HubRefused}, {@code NotConnected}, or a {@link TimeoutException}
     */
    public CompletableFuture<Map<String, Object>> request(String type, Map<String, Object> fields) {
        return core.session.request(type, fields);
    }

    private CompletableFuture<ChannelOutcome> channel(String type, Map<String, Object> fields) {
        return request(type, fields).thenApply(ChannelOutcome::of);
    }

    private CompletableFuture<Void> done(String type, Map<String, Object> fields) {
        return request(type, fields).thenApply(body -> null);
    }
}
