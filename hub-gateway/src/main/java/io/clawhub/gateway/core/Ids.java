package io.clawhub.gateway.core;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

import io.clawhub.events.ConversationKind;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How ids are made and what a foreign id may look like. */
public final class Ids {

    /** Longest id taken from outside, in characters: it becomes a record key, a header and an index entry. */
    public static final int MAX_LENGTH = 256;

    /** How the ids of participants begin that the hub makes for a session; nobody may claim one. */
    public static final String SESSION_PREFIX = "ws:";

    private static final HexFormat HEX = HexFormat.of();
    /** Hex digits of a hub-made id: 128 bits. */
    private static final int FULL = 32;

    private Ids() {}

    /**
     * The hub's id of a message. The same sender and key give the same id on any gateway and for ever, so a retry needs
     * no lookup to be recognised.
     */
    public static String messageId(String senderId, String clientMsgId) {
        return "msg_" + (clientMsgId == null ? random(FULL) : digest(senderId, clientMsgId));
    }

    /** The id of the direct conversation of an unordered pair: a function of the pair, so that no two can exist. */
    public static String directConversationId(String one, String other) {
        boolean ordered = one.compareTo(other) <= 0;
        return ConversationKind.DIRECT.prefix() + digest(ordered ? one : other, ordered ? other : one);
    }

    /** The participant that stands for a session: a function of whose it is, of the agent, and of its name. */
    public static String sessionParticipantId(String owner, String agentId, String name) {
        return SESSION_PREFIX + digest(owner + '\n' + agentId, name);
    }

    /** Whether this participant stands for a session: the hub's own, which speaks for somebody else. Null is nobody. */
    public static boolean isSession(String participantId) {
        return participantId != null && participantId.startsWith(SESSION_PREFIX);
    }

    /** The id of something asked in a session: the same session and key give the same one for ever; without a key a fresh one. */
    public static String runId(String sessionParticipantId, String key) {
        return "run_" + (key == null ? random(FULL) : digest(sessionParticipantId, key));
    }

    /** The id of a group: the same creator and key give the same one for ever; without a key a fresh one. */
    public static String groupConversationId(String creatorId, String key) {
        return ConversationKind.GROUP.prefix() + (key == null ? random(FULL) : digest(creatorId, key));
    }

    /** The id of a change of a message: the same participant, key and message give the same one for ever; no key a fresh one. */
    public static String changeId(String participantId, String key, String messageId) {
        return "chg_" + (key == null ? random(FULL) : digest(participantId, key + '\n' + messageId));
    }

    /** A fresh id with this prefix and so many hex digits, 32 at most. */
    public static String fresh(String prefix, int digits) {
        return prefix + random(digits);
    }

    /**
     * An id from outside, checked.
     *
     * @throws HubException {@link HubError#INVALID_ID} when it is empty, too long or holds control characters or half a
     *     surrogate pair
     */
    public static String checked(String id, String field) {
        if (id.isEmpty() || id.length() > MAX_LENGTH || !isPlain(id)) {
            throw new HubException(
                    HubError.INVALID_ID,
                    field + " must have 1 to " + MAX_LENGTH + " characters and no control characters");
        }
        return id;
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == id.length()
                        || !Character.isLowSurrogate(id.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String random(int digits) {
        UUID uuid = UUID.randomUUID();
        // The tail: a UUID's fixed version and variant bits stand before its last 15 digits.
        return (HEX.toHexDigits(uuid.getMostSignificantBits()) + HEX.toHexDigits(uuid.getLeastSignificantBits()))
                .substring(FULL - digits);
    }

    private static String digest(String first, String second) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(first.getBytes(UTF_8));
            // Ids hold no control characters, so the separator keeps ("a", "bc") apart from ("ab", "c").
            sha.update((byte) '\n');
            sha.update(second.getBytes(UTF_8));
            return HEX.formatHex(sha.digest(), 0, FULL / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
