package io.clawhub.gateway.protocol.claw.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Reply.HistoryRead;
import io.clawhub.gateway.core.channels.Channel;

/** Conversations and what was said in them, as the protocol's clients read them. */
final class ChannelJson {

    /** A page is cut to this, however many messages were asked for. */
    static final int MAX_PAGE_CHARS = 1024 * 1024;

    private ChannelJson() {}

    static ObjectNode of(Channel channel) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("channel_id", channel.conversationId())
                .put("kind", channel.kind().wireName())
                .put("status", channel.status().wireName())
                .put("service_id", channel.serviceId())
                .put("provider_id", channel.providerId())
                .put("consumer_id", channel.consumerId())
                .put("text", channel.text())
                .put("created_at", text(channel.createdAt()))
                .put("changed_at", text(channel.changedAt()));
    }

    /** The newest messages that fit, oldest first. */
    static ObjectNode page(HistoryRead read) {
        List<ObjectNode> fitting = new ArrayList<>();
        boolean cut = false;
        int chars = 0;
        ListIterator<LoggedMessage> newestFirst =
                read.messages().listIterator(read.messages().size());
        while (newestFirst.hasPrevious() && !cut) {
            ObjectNode message = message(newestFirst.previous());
            chars += message.toString().length();
            cut = chars > MAX_PAGE_CHARS;
            if (!cut) {
                fitting.add(message);
            }
        }
        Collections.reverse(fitting);
        ObjectNode page = JsonNodeFactory.instance.objectNode().put("channel_id", read.conversationId());
        ArrayNode messages = page.putArray("messages");
        fitting.forEach(messages::add);
        return page.put("total", fitting.size()).put("has_more", cut || read.hasMore());
    }

    private static ObjectNode message(LoggedMessage logged) {
        MessageAccepted message = logged.message();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "chat_message")
                .put("message_id", message.clientMsgId() != null ? message.clientMsgId() : message.messageId())
                .put("hub_message_id", message.messageId())
                .put("channel_id", message.conversationId())
                .put("sender_id", message.senderId());
        json.set("content", message.content());
        return json.put("service_id", message.serviceId())
                .put("timestamp", logged.at().toString());
    }

    private static String text(Instant at) {
        return at == null ? null : at.toString();
    }
}
