package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.ConversationStatus;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.ChannelReply;
import io.clawhub.gateway.core.GroupReply;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.PresenceReply;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceReply;
import io.clawhub.gateway.core.channels.Channel;
import io.clawhub.gateway.core.services.ServiceListing;
import io.clawhub.gateway.json.Budget;

/** Answers and refusals in frames. */
public final class Answers {

    /** A rate is over within seconds; other refusals leave the time to the client. */
    private static final int RETRY_MILLIS = 1_000;

    private Answers() {}

    /** A send is durable. */
    public static ObjectNode accepted(String cmid, Reply.Accepted accepted) {
        return ImCodec.frame("send_ok")
                .put("cmid", cmid)
                .put("id", accepted.messageId())
                .put("conversation_id", accepted.conversationId())
                .put("seq", accepted.seq())
                .put("ts", MessageJson.time(Instant.ofEpochMilli(accepted.atMillis())))
                .put("duplicate", accepted.duplicate());
    }

    /** No, in the form that this frame's sender waits for. */
    static ObjectNode refused(FrameHead head, HubException refusal) {
        ObjectNode frame = head.isSend()
                ? ImCodec.frame("send_err").put("cmid", head.cmid())
                : ImCodec.put(ImCodec.frame("error"), "rid", head.rid());
        return refusal(frame, refusal);
    }

    /** Adds what every refusal says. */
    public static ObjectNode refusal(ObjectNode to, HubException refusal) {
        to.put("code", refusal.error().name())
                .put("message", refusal.getMessage())
                .put("recoverable", refusal.error().retryable());
        return refusal.error() == HubError.RATE_LIMITED ? to.put("retry_after_ms", RETRY_MILLIS) : to;
    }

    /** The answer to a question. */
    static ObjectNode reply(FrameHead head, Reply reply) {
        ObjectNode frame = ImCodec.frame("reply").put("rid", head.rid());
        switch (reply) {
            case ChannelReply.ChannelState state -> channel(frame, state.channel());
            case GroupReply.ConversationRead read -> ConversationJson.group(frame, read.conversation());
            case GroupReply.MembersListed page -> ConversationJson.page(frame, page);
            case GroupReply.ConversationsListed listed -> conversations(frame, listed);
            case Reply.HistoryRead read -> history(frame, read);
            case PresenceReply.PresenceRead read -> {
                if (!"presence_unwatch".equals(head.type())) {
                    ArrayNode presence = frame.putArray("presence");
                    read.presences().forEach(one -> presence.add(ImPushes.presence(one)));
                }
            }
            case ServiceReply.ServicesFound found -> services(frame, found);
            case ServiceReply.ServiceRegistered registered ->
                frame.put("service_id", registered.serviceId()).put("conversation_id", registered.conversationId());
            case Reply.Done done -> {}
            default -> throw new IllegalStateException("no frame for " + reply.getClass());
        }
        return frame;
    }

    /** Where a session stands after what was asked. */
    private static void channel(ObjectNode frame, Channel channel) {
        frame.put("conversation_id", channel.conversationId())
                .put(
                        "status",
                        channel.status() == ConversationStatus.ACTIVE
                                ? "accepted"
                                : channel.status().wireName());
        if (channel.status().isOver()) {
            ImCodec.put(frame, "reason", channel.text());
        }
    }

    /** Conversations as a list that fits. */
    public static ObjectNode conversations(ObjectNode frame, GroupReply.ConversationsListed listed) {
        Budget budget = new Budget(frame);
        ArrayNode conversations = frame.putArray("conversations");
        for (GroupReply.ConversationDescribed conversation : listed.described()) {
            ObjectNode item = ConversationJson.listed(conversation);
            if (!budget.takes(item)) {
                break;
            }
            conversations.add(item);
        }
        return frame;
    }

    /** The newest messages that fit, oldest first. */
    public static ObjectNode history(ObjectNode frame, Reply.HistoryRead read) {
        ImCodec.put(frame, "conversation_id", read.conversationId());
        Budget budget = new Budget(frame);
        List<ObjectNode> fitting = new ArrayList<>();
        ListIterator<LoggedMessage> newestFirst =
                read.messages().listIterator(read.messages().size());
        while (newestFirst.hasPrevious()) {
            ObjectNode item = MessageJson.of(newestFirst.previous(), null);
            if (!budget.takes(item)) {
                break;
            }
            fitting.add(item);
        }
        Collections.reverse(fitting);
        frame.putArray("messages").addAll(fitting);
        return frame.put(
                "has_more", read.hasMore() || fitting.size() < read.messages().size());
    }

    private static void services(ObjectNode frame, ServiceReply.ServicesFound found) {
        Budget budget = new Budget(frame);
        ArrayNode services = frame.putArray("services");
        for (ServiceListing service : found.services()) {
            ObjectNode item = services.objectNode()
                    .put("service_id", service.serviceId())
                    .put("name", service.name())
                    .put("description", service.description() == null ? "" : service.description())
                    .put("provider_id", service.providerId())
                    .put("online", service.online());
            if (!budget.takes(item)) {
                break;
            }
            services.add(item);
        }
    }
}
