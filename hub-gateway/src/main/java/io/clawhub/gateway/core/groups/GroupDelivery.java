package io.clawhub.gateway.core.groups;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationOpened;
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
 * order, and so in its place among the messages.
 */
@ApplicationScoped
public class GroupDelivery {

    private final ConnectionRegistry connections;
    private final ConversationDirectory conversations;
    private final Comings comings = new Comings();
    private final int maxBuffered;

    GroupDelivery(ConnectionRegistry connections, ConversationDirectory conversations, GatewayConfig config) {
        this.connections = connections;
        this.conversations = conversations;
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
        GroupChanged push = new GroupChanged(event, group);
        for (String participantId : told(event)) {
            for (ClientConnection connection : connections.of(participantId)) {
                connection.gate().change(push, changeId, group.id(), seq, maxBuffered);
            }
        }
    }

    /**
     * Who is to hear a message of this conversation. The gateway that took it may not have known yet who had just joined or
     * left; the log's order decides. Call it in log order.
     *
     * @param audience as the message names it
     */
    public List<String> audience(String conversationId, List<String> audience) {
        return comings.corrected(conversationId, audience);
    }

    private static Set<String> told(ChatEvent event) {
        return switch (event) {
            case MemberJoined joined -> new LinkedHashSet<>(joined.audience());
            case MemberLeft left -> new LinkedHashSet<>(left.audience());
            case ConversationChanged change -> ids(change.members());
            case ConversationOpened opened -> ids(opened.members());
            case MessageAccepted message -> Set.of();
            case MessageChange change -> Set.of();
        };
    }

    private static Set<String> ids(List<Member> members) {
        Set<String> ids = new LinkedHashSet<>();
        members.forEach(member -> ids.add(member.participantId()));
        return ids;
    }
}
