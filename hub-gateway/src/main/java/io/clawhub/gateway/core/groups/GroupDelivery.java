package io.clawhub.gateway.core.groups;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Push.GroupChanged;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;

/**
 * Tells the connections of this gateway what became of their groups: the members, and who has just left. All of it in log
 * order, and so in its place among the messages. In a large group only those hear of a coming or going who come or go, and
 * who did it: thousands are not told of each of thousands.
 */
@ApplicationScoped
public class GroupDelivery {

    private final ConnectionRegistry connections;
    private final ConversationDirectory conversations;
    private final LargeGroups large;
    private final Comings comings = new Comings();
    private final int maxBuffered;

    GroupDelivery(
            ConnectionRegistry connections,
            ConversationDirectory conversations,
            LargeGroups large,
            GatewayConfig config) {
        this.connections = connections;
        this.conversations = conversations;
        this.large = large;
        this.maxBuffered = config.delivery().maxBuffered();
    }

    /**
     * A change from the log; call it in log order, once for each. Memory knows it before any connection does. Never
     * blocks.
     *
     * @param changeId names the change
     */
    public void deliver(ChatEvent event, String changeId, long seq) {
        Conversation group = conversations.groupChanged(event);
        comings.note(event);
        large.note(event);
        List<String> named = named(event);
        GroupChanged push = new GroupChanged(event, group, !named.isEmpty() && !group.isLarge());
        for (String participantId : named.isEmpty() ? concerned(event) : new LinkedHashSet<>(named)) {
            for (ClientConnection connection : connections.of(participantId)) {
                connection.gate().change(push, changeId, group.id(), seq, maxBuffered);
            }
        }
    }

    /**
     * Who is to hear a message of this conversation. The gateway that took it may not have known yet who had just joined or
     * left; the log's order decides. Call it in log order.
     *
     * @param audience as the message names it; empty: every member
     * @return all of them, or of a large group those who are connected here
     */
    public Collection<String> audience(String conversationId, List<String> audience) {
        List<String> named = comings.corrected(conversationId, audience);
        Set<String> members = large.here(conversationId);
        if (members == null) {
            return named;
        }
        if (named.isEmpty()) {
            return members;
        }
        Set<String> all = new LinkedHashSet<>(named);
        all.addAll(members);
        return all;
    }

    /** The members, as the event names them; empty in a large group. */
    private static List<String> named(ChatEvent event) {
        return switch (event) {
            case MemberJoined joined -> joined.audience();
            case MemberLeft left -> left.audience();
            case ConversationChanged change -> ids(change.members());
            case ConversationOpened opened -> ids(opened.members());
            case MessageAccepted message -> List.of();
            case HistoryCleared cleared -> List.of();
            case MessageChange change -> List.of();
        };
    }

    /** Those of a large group who hear of the event. */
    private Collection<String> concerned(ChatEvent event) {
        return switch (event) {
            case MemberJoined joined -> both(joined.member().participantId(), joined.byParticipantId());
            case MemberLeft left -> both(left.participantId(), left.byParticipantId());
            case ConversationChanged change -> {
                Set<String> members = large.here(change.conversationId());
                yield members == null ? List.of() : members;
            }
            case ConversationOpened opened -> List.of();
            case MessageAccepted message -> List.of();
            case HistoryCleared cleared -> List.of();
            case MessageChange change -> List.of();
        };
    }

    private static List<String> both(String one, String other) {
        List<String> both = new ArrayList<>(List.of(one));
        if (other != null && !other.equals(one)) {
            both.add(other);
        }
        return both;
    }

    private static List<String> ids(List<Member> members) {
        return members.stream().map(Member::participantId).toList();
    }
}
