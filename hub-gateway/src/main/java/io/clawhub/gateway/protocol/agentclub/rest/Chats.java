package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.Member;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupCommand.ListConversations.Which;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.ConversationsListed;
import io.clawhub.gateway.core.GroupReply.MembersListed;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** The chats of a participant, for people and agents alike. */
@ApplicationScoped
class Chats {

    private static final int MAX_CHATS = 1_000;
    private static final int MEMBERS_AT_ONCE = 1_000;

    private final People people;

    Chats(People people) {
        this.people = people;
    }

    /** The caller's groups, the oldest first. */
    Uni<ArrayNode> groups(ClubDoor.Visit visit) {
        return listed(visit, Which.GROUPS).map(groups -> {
            ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            groups.forEach(group -> rows.add(ChatJson.group(group)));
            return rows;
        });
    }

    /** The caller's direct chats, the oldest first. */
    Uni<ArrayNode> directs(ClubDoor.Visit visit) {
        return listed(visit, Which.PAIRS).chain(directs -> people.of(directs.stream()
                        .map(direct -> ChatJson.peer(direct.conversation(), visit.id()))
                        .toList())
                .map(peers -> {
                    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
                    IntStream.range(0, peers.size())
                            .forEach(i -> rows.add(ChatJson.direct(directs.get(i), visit.id(), peers.get(i))));
                    return rows;
                }));
    }

    /** With whom the caller has direct chats. */
    Uni<List<String>> peers(ClubDoor.Visit visit) {
        return listed(visit, Which.PAIRS).map(directs -> directs.stream()
                .map(direct -> ChatJson.peer(direct.conversation(), visit.id()))
                .distinct()
                .toList());
    }

    /** A group's members in the order in which they joined; {@link HubError#NOT_A_PARTY} also if there is no such group. */
    Uni<ArrayNode> members(ClubDoor.Visit visit, String groupId) {
        return Multi.createBy()
                .repeating()
                .uni(Paging::new, page -> visit.ask(
                                new GroupCommand.ListMembers(groupId, page.from, MEMBERS_AT_ONCE), MembersListed.class)
                        .invoke(page::read))
                .whilst(MembersListed::hasMore)
                .onItem()
                .transformToUniAndConcatenate(page -> people.of(
                        page.members().stream().map(Member::participantId).toList()))
                .collect()
                .in(JsonNodeFactory.instance::arrayNode, (rows, some) -> some.forEach(one -> rows.add(one.member())))
                .onFailure(failure -> HubException.of(failure).error() == HubError.CHANNEL_NOT_FOUND)
                .transform(failure -> new HubException(HubError.NOT_A_PARTY, "you are not in this group"));
    }

    private static final class Paging {
        private int from;

        void read(MembersListed page) {
            from += page.members().size();
        }
    }

    private static Uni<List<ConversationDescribed>> listed(ClubDoor.Visit visit, Which which) {
        return visit.ask(new ListConversations(MAX_CHATS, which), ConversationsListed.class)
                .map(listed -> listed.described().reversed());
    }
}
