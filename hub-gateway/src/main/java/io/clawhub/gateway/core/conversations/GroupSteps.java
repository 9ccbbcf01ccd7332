package io.clawhub.gateway.core.conversations;

import java.util.List;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;

/** How the events of a group change it, one version each. PostgreSQL and every gateway's memory take the same steps. */
public final class GroupSteps {

    private static final String PREFIX = "chg_";

    private GroupSteps() {}

    /** Names the change that leads to this version of a group. */
    public static String changeId(String conversationId, int version) {
        return PREFIX + conversationId + "_" + version;
    }

    /** The version that this event leads to: 1 opens the group; 0: this is no change of a group. */
    static int version(ChatEvent event) {
        return switch (event) {
            case ConversationOpened opened -> opened.kind() == ConversationKind.GROUP ? 1 : 0;
            case ConversationChanged change ->
                change.kind() == ConversationKind.GROUP ? versionIn(change.changeId(), event) : 0;
            case MemberJoined joined -> versionIn(joined.changeId(), event);
            case MemberLeft left -> versionIn(left.changeId(), event);
            case MessageAccepted message -> 0;
            case HistoryCleared cleared -> 0;
            case MessageChange change -> 0;
        };
    }

    private static int versionIn(String changeId, ChatEvent event) {
        String start = PREFIX + event.conversationId() + "_";
        if (changeId == null || !changeId.startsWith(start)) {
            return 0;
        }
        try {
            return Integer.parseInt(changeId.substring(start.length()));
        } catch (NumberFormatException e) {
            // Somebody else's way to name a change: no step that is known here.
            return 0;
        }
    }

    /** A group after its next event. When the owner leaves, who has been a member longest becomes the owner. */
    public static Conversation after(Conversation before, ChatEvent event) {
        int version = before.version() + 1;
        return switch (event) {
            case MemberJoined joined ->
                of(before, before.status(), before.name(), before.members().with(joined.member()), version);
            case MemberLeft left ->
                of(before, before.status(), before.name(), without(before.members(), left.participantId()), version);
            case ConversationChanged change ->
                of(
                        before,
                        change.status(),
                        change.text() == null ? before.name() : change.text(),
                        before.members(),
                        version);
            case ConversationOpened opened -> before;
            case MessageAccepted message -> before;
            case HistoryCleared cleared -> before;
            case MessageChange change -> before;
        };
    }

    /**
     * A group after an event that is all one knows of it. Whoever is in it is certain; roles are known only where the event
     * has them, and everybody else counts as a member. Of a large group only those are known whom the event is about.
     */
    public static Conversation alone(ChatEvent event) {
        int version = version(event);
        return switch (event) {
            case ConversationOpened opened ->
                Conversation.group(
                        opened.conversationId(), ConversationStatus.ACTIVE, opened.name(), opened.members(), version);
            case ConversationChanged change ->
                Conversation.group(change.conversationId(), change.status(), change.text(), change.members(), version);
            case MemberJoined joined ->
                Conversation.group(
                        joined.conversationId(),
                        ConversationStatus.ACTIVE,
                        joined.name(),
                        plain(joined.audience()).with(joined.member()),
                        version);
            case MemberLeft left ->
                Conversation.group(
                        left.conversationId(),
                        ConversationStatus.ACTIVE,
                        null,
                        without(plain(left.audience()), left.participantId()),
                        version);
            case MessageAccepted message -> throw new IllegalArgumentException("a message changes no group");
            case HistoryCleared cleared -> throw new IllegalArgumentException("that changes no group");
            case MessageChange change -> throw new IllegalArgumentException("a message changes no group");
        };
    }

    private static Conversation of(
            Conversation before, ConversationStatus status, String name, Members members, int version) {
        return Conversation.group(before.id(), status, name, members, version);
    }

    private static Members plain(List<String> ids) {
        return Members.of(
                ids.stream().map(id -> new Member(id, Conversation.MEMBER)).toList());
    }

    private static Members without(Members members, String participantId) {
        Member leaving = members.of(participantId);
        Members left = members.without(participantId);
        if (leaving == null || !leaving.role().equals(Conversation.OWNER) || left.isEmpty()) {
            return left;
        }
        return left.inRole(left.getFirst().participantId(), Conversation.OWNER);
    }
}
