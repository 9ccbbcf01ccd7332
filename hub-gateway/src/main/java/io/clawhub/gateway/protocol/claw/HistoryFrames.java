package io.clawhub.gateway.protocol.claw;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.json.Budget;

/** History in frames: the newest messages that fit, oldest first. */
final class HistoryFrames {

    private HistoryFrames() {}

    static Question question(FrameHead head, ChatFrame.History frame) {
        return Question.of(
                new Command.ReadHistory(frame.channelId(), frame.serviceId(), frame.before(), frame.limit()),
                Reply.HistoryRead.class,
                read -> history(head, frame, read));
    }

    /** For a client that takes whatever comes next for its history: an empty one, which says why. */
    static ObjectNode none(HubException refusal) {
        ObjectNode response = ClawCodec.frame("chat_history_response")
                .put("error_code", refusal.error().name());
        response.putArray("messages");
        return response.put("total", 0).put("has_more", false);
    }

    private static ObjectNode history(FrameHead head, ChatFrame.History frame, Reply.HistoryRead read) {
        ObjectNode response = ClawCodec.frame(head.b() ? "history_result" : "chat_history_response")
                .put("request_id", head.requestId())
                .put("channel_id", frame.channelId() != null ? frame.channelId() : read.conversationId())
                .put("service_id", frame.serviceId());
        List<ObjectNode> fitting = fitting(response, read.messages());
        ArrayNode messages = response.putArray("messages");
        fitting.forEach(messages::add);
        return response.put("total", fitting.size())
                .put(
                        "has_more",
                        read.hasMore() || fitting.size() < read.messages().size());
    }

    private static List<ObjectNode> fitting(ObjectNode response, List<LoggedMessage> messages) {
        Budget budget = new Budget(response);
        List<ObjectNode> fitting = new ArrayList<>();
        ListIterator<LoggedMessage> newestFirst = messages.listIterator(messages.size());
        while (newestFirst.hasPrevious()) {
            LoggedMessage logged = newestFirst.previous();
            // Readers of both dialects look at history: each finds the name it knows.
            ObjectNode item = ChatFrames.message("chat_message", logged)
                    .put("sender", logged.message().senderId());
            if (!budget.takes(item)) {
                break;
            }
            fitting.add(item);
        }
        Collections.reverse(fitting);
        return fitting;
    }
}
