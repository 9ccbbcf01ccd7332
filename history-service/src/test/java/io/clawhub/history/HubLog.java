package io.clawhub.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.TextNode;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.CursorMoved;
import io.clawhub.events.EventHeaders;
import io.clawhub.events.EventJson;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.Provenance;
import io.clawhub.events.SenderProfile;
import io.clawhub.events.Topics;

/** Writes the log as a gateway does. */
public final class HubLog implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;

    public HubLog(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** A message between two, not yet sent. */
    public static MessageAccepted direct(String conversationId, String sender, String receiver, String text) {
        return message(conversationId, ConversationKind.DIRECT, sender, List.of(sender, receiver), text);
    }

    public static MessageAccepted message(
            String conversationId, ConversationKind kind, String sender, List<String> audience, String text) {
        return new MessageAccepted(
                "msg_" + UUID.randomUUID().toString().replace("-", ""),
                null,
                conversationId,
                kind,
                sender,
                audience,
                null,
                TextNode.valueOf(text),
                new Provenance("claw", "open", null));
    }

    /** The message under its sender's id, said through a service; either may be null. */
    public static MessageAccepted labelled(MessageAccepted message, String clientMsgId, String serviceId) {
        return new MessageAccepted(
                message.messageId(),
                clientMsgId,
                message.conversationId(),
                message.kind(),
                message.senderId(),
                message.audience(),
                serviceId,
                message.content(),
                message.provenance());
    }

    /** The message with what goes with it, said by this client; either may be null. */
    public static MessageAccepted detailed(MessageAccepted message, MessageDetails details, String senderClientId) {
        return new MessageAccepted(
                message.messageId(),
                message.clientMsgId(),
                message.conversationId(),
                message.kind(),
                message.senderId(),
                message.audience(),
                message.serviceId(),
                message.content(),
                details,
                senderClientId,
                message.provenance());
    }

    /** The message of a sender with an account. */
    public static MessageAccepted by(SenderProfile profile, MessageAccepted message) {
        return new MessageAccepted(
                message.messageId(),
                message.clientMsgId(),
                message.conversationId(),
                message.kind(),
                message.senderId(),
                message.audience(),
                message.serviceId(),
                message.content(),
                message.details(),
                message.senderClientId(),
                message.provenance(),
                profile);
    }

    public Future<RecordMetadata> send(ChatEvent event) {
        return raw(Topics.CHAT_EVENTS, event.conversationId(), EventHeaders.of(event), EventJson.write(event));
    }

    /** Sends and waits until Kafka has it. */
    public RecordMetadata say(ChatEvent event) {
        return done(send(event));
    }

    public void open(String conversationId, ConversationKind kind, Member... members) {
        open(conversationId, kind, null, members);
    }

    public void open(String conversationId, ConversationKind kind, String serviceId, Member... members) {
        say(new ConversationOpened(conversationId, kind, serviceId, List.of(members), Instant.now()));
    }

    public void join(String conversationId, String participant) {
        say(new MemberJoined(
                "chg_" + UUID.randomUUID(),
                conversationId,
                new Member(participant, "member"),
                null,
                Instant.now(),
                List.of()));
    }

    public void leave(String conversationId, String participant) {
        say(new MemberLeft(
                "chg_" + UUID.randomUUID(), conversationId, participant, participant, Instant.now(), List.of()));
    }

    public RecordMetadata cursor(String participant, String client, String conversation, long delivered, long read) {
        CursorMoved moved = new CursorMoved(participant, client, conversation, delivered, read);
        return done(raw(Topics.CHAT_CURSORS, moved.key(), EventHeaders.of(CursorMoved.class), EventJson.write(moved)));
    }

    public Future<RecordMetadata> raw(Topics topic, String key, Headers headers, byte[] value) {
        return producer.send(new ProducerRecord<>(topic.topic(), null, key, value, headers));
    }

    public static RecordMetadata done(Future<RecordMetadata> sent) {
        try {
            return sent.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
