package io.clawhub.gateway.protocol.agentclub;

import io.clawhub.events.ConversationKind;
import io.clawhub.gateway.core.Ids;

/**
 * A conversation in this protocol's terms. It knows groups and direct chats only, and its programs tell them apart by the
 * prefix of the id: conversations of other kinds, which have two parties each, go by the name of direct chats, with
 * {@code dc_} before their own id.
 *
 * @param conversationId the hub's id
 * @param isGroup whether the protocol calls it a group
 */
public record ChatRef(String conversationId, boolean isGroup) {

    private static final String GROUP = "group";
    private static final String DIRECT = "direct";
    private static final String GROUP_PREFIX = ConversationKind.GROUP.prefix();
    private static final String DIRECT_PREFIX = ConversationKind.DIRECT.prefix();

    /** As a client names it. Null when there can be no such chat: nothing in it is allowed to anybody. */
    public static ChatRef of(String chatType, String chatId) {
        if (chatId == null || chatId.length() > Ids.MAX_LENGTH + DIRECT_PREFIX.length()) {
            return null;
        }
        if (GROUP.equals(chatType)) {
            return chatId.startsWith(GROUP_PREFIX) ? new ChatRef(chatId, true) : null;
        }
        if (!DIRECT.equals(chatType) || !chatId.startsWith(DIRECT_PREFIX)) {
            return null;
        }
        String inner = chatId.substring(DIRECT_PREFIX.length());
        return new ChatRef(isOther(inner) ? inner : chatId, false);
    }

    /** Of a conversation. */
    public static ChatRef of(String conversationId) {
        return new ChatRef(conversationId, conversationId.startsWith(GROUP_PREFIX));
    }

    private static boolean isOther(String id) {
        return id.startsWith(ConversationKind.CHANNEL.prefix()) || id.startsWith(ConversationKind.SESSION.prefix());
    }

    /** {@code chat_type}. */
    public String type() {
        return isGroup ? GROUP : DIRECT;
    }

    /** {@code chat_id}. */
    public String id() {
        return isOther(conversationId) ? DIRECT_PREFIX + conversationId : conversationId;
    }

    /** The key of the chat in maps. */
    public String key() {
        return type() + '_' + id();
    }
}
