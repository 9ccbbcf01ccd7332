package io.clawhub.client.handler;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.clawhub.client.message.OutgoingMessage;

/**
 * Which lane a message belongs to. What is addressed to an agent is laned by the agent, because its conversation may become known only
 * with the first answer; once it is known, what names the conversation takes the same lane. Guarded by its {@link Outbound}.
 */
final class Lanes {

    /** So many direct conversations are remembered; past that a message that names one may pass those addressed to the agent. */
    private static final int MAX_ALIASES = 4_096;

    private final Map<String, Lane> byKey = new LinkedHashMap<>();
    private final Map<String, Lane> byMessage = new HashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_ALIASES;
        }
    };

    boolean has(String clientMsgId) {
        return byMessage.containsKey(clientMsgId);
    }

    Lane of(String clientMsgId) {
        return byMessage.get(clientMsgId);
    }

    Collection<Lane> all() {
        return byKey.values();
    }

    Lane add(OutgoingMessage message) {
        Lane lane = byKey.computeIfAbsent(key(message), Lane::new);
        lane.messages.add(message);
        byMessage.put(message.clientMsgId(), lane);
        return lane;
    }

    void remove(Lane lane, String clientMsgId) {
        lane.messages.removeIf(message -> message.clientMsgId().equals(clientMsgId));
        byMessage.remove(clientMsgId);
        if (lane.messages.isEmpty()) {
            lane.become(Lane.State.READY); // whatever it waited for is void
            byKey.remove(lane.key);
        }
    }

    /** This is the direct conversation with the addressee. */
    void learn(OutgoingMessage message, String conversationId) {
        if (addressed(message) && message.serviceId() == null && conversationId != null) {
            aliases.put(conversationId, key(message));
        }
    }

    void clear() {
        byKey.values().forEach(lane -> lane.timer(null));
        byKey.clear();
        byMessage.clear();
    }

    private String key(OutgoingMessage message) {
        if (addressed(message)) {
            return "to " + message.to();
        }
        if (message.conversationId() == null) {
            return "service " + message.serviceId();
        }
        String conversation = message.conversationId();
        return aliases.getOrDefault(conversation, conversation);
    }

    private static boolean addressed(OutgoingMessage message) {
        return message.conversationId() == null && message.to() != null;
    }
}
