package io.clawhub.client.policy;

import java.util.Collection;
import java.util.Set;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;

/**
 * Which messages reach an agent's code. The others are kept in the history and acknowledged, and go no further. A configured policy denies
 * whatever it does not name:
 *
 * <pre>{@code
 * InboundPolicy.denyAll().allowFrom("*").allowFromKind("human", "agent").requireMention(true)
 * }</pre>
 *
 * @param allowFrom agent ids, or {@code *}; empty denies all
 * @param allowFromKind {@code human}, {@code agent} or {@code *}; empty denies all
 * @param requireMention whether a group must mention this agent, or {@code all}
 */
public record InboundPolicy(Set<String> allowFrom, Set<String> allowFromKind, boolean requireMention) {

    /** Everybody, or everything. */
    public static final String ANY = "*";

    private static final Set<String> KINDS = Set.of(ANY, "human", "agent");

    /** @throws IllegalArgumentException for a kind that is none: a typing error must not open or close a door */
    public InboundPolicy {
        allowFrom = Set.copyOf(allowFrom);
        allowFromKind = Set.copyOf(allowFromKind);
        for (String kind : allowFromKind) {
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException(
                        "allow_from_kind knows \"human\", \"agent\" and \"*\", not \"" + kind + "\"");
            }
        }
    }

    /** What becomes of a message, and why. */
    public enum Verdict {
        /** It reaches the agent. */
        HAND_ON,
        /** This agent said it itself, maybe from another client. */
        OWN,
        /** Its sender is a blocked contact. */
        BLOCKED,
        /** Its sender is not in {@code allow_from}. */
        SENDER_NOT_ALLOWED,
        /** The kind of its sender is not in {@code allow_from_kind}. */
        KIND_NOT_ALLOWED,
        /** Said in a group without mentioning this agent. */
        NOT_MENTIONED,
        /** A text without text, and no file. */
        NOTHING_SAID
    }

    /** Without a policy: everything is allowed. */
    public static InboundPolicy allowAll() {
        return new InboundPolicy(Set.of(ANY), Set.of(ANY), false);
    }

    /** The start of a configured policy: nobody is allowed, and a group must mention the agent. */
    public static InboundPolicy denyAll() {
        return new InboundPolicy(Set.of(), Set.of(), true);
    }

    /** The same, with these agents allowed. */
    public InboundPolicy allowFrom(String... agentIds) {
        return new InboundPolicy(Set.of(agentIds), allowFromKind, requireMention);
    }

    /** The same, with these kinds of sender allowed. */
    public InboundPolicy allowFromKind(String... kinds) {
        return new InboundPolicy(allowFrom, Set.of(kinds), requireMention);
    }

    /** The same, with groups having to mention the agent or not. */
    public InboundPolicy requireMention(boolean required) {
        return new InboundPolicy(allowFrom, allowFromKind, required);
    }

    /**
     * Judges one message.
     *
     * @param self this agent's id
     * @param senderKind human or agent; anything else, or null, is allowed by {@code *} only
     * @param blocked whether the sender is a blocked contact
     */
    public Verdict judge(Message message, String self, String senderKind, boolean blocked) {
        if (message.direction() == Direction.OUT || self.equals(message.from())) {
            return Verdict.OWN;
        }
        if (blocked) {
            return Verdict.BLOCKED;
        }
        if (!allows(allowFrom, message.from())) {
            return Verdict.SENDER_NOT_ALLOWED;
        }
        if (!allows(allowFromKind, senderKind)) {
            return Verdict.KIND_NOT_ALLOWED;
        }
        if (requireMention && "group".equals(message.conversationKind()) && !mentions(message.mentions(), self)) {
            return Verdict.NOT_MENTIONED;
        }
        boolean said = message.text() != null && !message.text().isBlank();
        boolean text = OutgoingMessage.TEXT.equals(message.kind());
        return said || !text || !message.attachments().isEmpty() ? Verdict.HAND_ON : Verdict.NOTHING_SAID;
    }

    private static boolean allows(Set<String> allowed, String one) {
        return allowed.contains(ANY) || one != null && allowed.contains(one);
    }

    private static boolean mentions(Collection<String> mentioned, String self) {
        return mentioned.contains(self) || mentioned.contains(Mentions.ALL);
    }
}
