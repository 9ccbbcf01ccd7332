package io.clawhub.gateway.protocol.claw;

import java.util.Objects;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.ChannelReply;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.channels.Channel;

/**
 * Sessions in frames. Every frame to dialect A carries {@code sender_id} and {@code content}: its clients read both from
 * whatever comes.
 */
final class ChannelFrames {

    /** Stands for a sender where there is none. */
    private static final String HUB = "hub";

    private ChannelFrames() {}

    /** A request. Dialect A waits for a {@code chat_accept} or a {@code chat_reject} and understands nothing else. */
    static Question request(FrameHead head, ChatFrame.Request frame, UnaryOperator<String> names) {
        Question question = Question.of(
                new ChannelCommand.RequestChannel(
                        head.requestId(), frame.serviceId(), names.apply(frame.providerId()), frame.message()),
                ChannelReply.ChannelState.class,
                state -> head.b() ? result(state, settled(state.channel())) : settled(head, state.channel()));
        return head.b() ? question : question.refusedAs(refusal -> rejected(frame, refusal));
    }

    static Question accept(FrameHead head, ChatFrame.Accept frame, UnaryOperator<String> names) {
        return question(
                head,
                new ChannelCommand.AcceptChannel(frame.channelId(), names.apply(frame.consumerId()), frame.message()),
                "accepted");
    }

    static Question reject(FrameHead head, ChatFrame.Reject frame, UnaryOperator<String> names) {
        return question(
                head,
                new ChannelCommand.RejectChannel(frame.channelId(), names.apply(frame.consumerId()), frame.reason()),
                "rejected");
    }

    static Question end(FrameHead head, ChatFrame.End frame) {
        return question(head, new ChannelCommand.EndChannel(frame.channelId(), frame.reason()), "ended");
    }

    /** Dialect A does not wait for these answers; who sends a request id does. */
    private static Question question(FrameHead head, ChannelCommand command, String status) {
        return new Question(command, reply -> head.requestId() == null ? null : result(reply, status), null);
    }

    private static ObjectNode result(Reply reply, String status) {
        ObjectNode frame = ClawCodec.frame("chat_result").put("status", status);
        if (reply instanceof ChannelReply.ChannelState state) {
            frame.put("channel_id", state.channel().conversationId())
                    .put("service_id", state.channel().serviceId());
            if ("rejected".equals(status)) {
                frame.put("reason", reason(state.channel().text()));
            }
        }
        return frame;
    }

    private static String settled(Channel channel) {
        return channel.status() == ConversationStatus.ACTIVE ? "accepted" : "rejected";
    }

    private static ObjectNode settled(FrameHead head, Channel channel) {
        ObjectNode frame = ClawCodec.frame(
                        "chat_" + (channel.status() == ConversationStatus.ACTIVE ? "accept" : "reject"))
                .put("request_id", head.requestId())
                .put("channel_id", channel.conversationId())
                .put("provider_id", channel.providerId())
                .put("consumer_id", channel.consumerId())
                .put("service_id", channel.serviceId())
                .put("created_at", Objects.toString(channel.createdAt(), null));
        if (channel.status() != ConversationStatus.ACTIVE) {
            frame.put("reason", reason(channel.text()));
        }
        return from(frame, sender(channel.providerId(), channel.serviceId()), "");
    }

    private static ObjectNode rejected(ChatFrame.Request frame, HubException refusal) {
        ObjectNode reject = rejected(refusal)
                .put("provider_id", frame.providerId())
                .put("consumer_id", frame.consumerId())
                .put("service_id", frame.serviceId());
        return from(reject, sender(frame.providerId(), frame.serviceId()), "");
    }

    /** The end of a request that could not even be read. */
    static ObjectNode rejected(HubException refusal) {
        ObjectNode frame = ClawCodec.frame("chat_reject")
                .put("reason", refusal.getMessage())
                .put("error_code", refusal.error().name())
                .put("retryable", refusal.error().retryable());
        return from(frame, HUB, "");
    }

    /** What this participant is told of a change, or null if it is for the other party only. */
    static ObjectNode push(ConversationChanged change, String participantId) {
        String provider = change.inRole("provider");
        String consumer = change.inRole("consumer");
        return switch (change.status()) {
            case PENDING ->
                participantId.equals(provider)
                        ? from(changed("chat_request", change), consumer, Objects.toString(change.text(), ""))
                        : null;
            case ACTIVE ->
                participantId.equals(consumer)
                        ? from(
                                changed("chat_accept", change).put("created_at", at(change)),
                                sender(provider, change.serviceId()),
                                "")
                        : null;
            case REJECTED ->
                participantId.equals(consumer)
                        ? from(
                                changed("chat_reject", change).put("reason", reason(change.text())),
                                sender(provider, change.serviceId()),
                                "")
                        : null;
            case ENDED -> participantId.equals(change.byParticipantId()) ? null : ended(change, participantId);
        };
    }

    private static ObjectNode ended(ConversationChanged change, String participantId) {
        String other =
                participantId.equals(change.inRole("provider")) ? change.inRole("consumer") : change.inRole("provider");
        ObjectNode frame = changed("chat_end", change)
                .put("agent_id", change.byParticipantId())
                .put("reason", Objects.toString(change.text(), ""));
        return from(frame, sender(change.byParticipantId(), other), "");
    }

    private static ObjectNode changed(String type, ConversationChanged change) {
        return ClawCodec.frame(type)
                .put("request_id", change.requestId())
                .put("channel_id", change.conversationId())
                .put("provider_id", change.inRole("provider"))
                .put("consumer_id", change.inRole("consumer"))
                .put("service_id", change.serviceId())
                .put("timestamp", at(change));
    }

    private static String at(ConversationChanged change) {
        return Objects.toString(change.changedAt(), null);
    }

    private static ObjectNode from(ObjectNode frame, String senderId, String content) {
        return frame.put("sender_id", senderId).put("content", content);
    }

    private static String sender(String participantId, String otherwise) {
        return participantId != null ? participantId : Objects.toString(otherwise, HUB);
    }

    private static String reason(String text) {
        return text == null || text.isEmpty() ? "rejected" : text;
    }
}
