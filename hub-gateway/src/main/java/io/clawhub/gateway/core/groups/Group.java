package io.clawhub.gateway.core.groups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.GroupSteps;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What may become of a group. Each method says what a member's wish changes, as events in their order, and gives none if
 * it is so already. A group ends when its last member leaves.
 *
 * @param now the group as it stands, its members in the order in which they joined
 */
record Group(Conversation now) {

    /** As many members as the audience of an event may name. */
    static final int MAX_MEMBERS = 256;

    /** All ids of a group together, bytes of UTF-8: every event and message of the group carries them. */
    static final int MAX_ID_BYTES = 16 * 1024;

    /** A group that is yet to be opened. */
    static Conversation fresh(String conversationId, String name, String ownerId, List<String> others) {
        // Who joined together is in the order of ids, in memory as in the table.
        TreeSet<String> ids = new TreeSet<>(others);
        ids.add(ownerId);
        checkRoom(ids);
        List<Member> members = ids.stream()
                .map(id -> new Member(id, id.equals(ownerId) ? Conversation.OWNER : Conversation.MEMBER))
                .toList();
        return Conversation.group(conversationId, ConversationStatus.ACTIVE, name, members, 1);
    }

    /** Adds those who are no members yet. */
    List<ChatEvent> adding(String byParticipantId, List<String> wanted, Instant at) {
        memberOnly(byParticipantId);
        TreeSet<String> added =
                wanted.stream().filter(id -> !now.hasMember(id)).collect(Collectors.toCollection(TreeSet::new));
        List<ChatEvent> events = new ArrayList<>();
        List<String> present = ids(now.members());
        if (!added.isEmpty()) {
            checkRoom(Stream.concat(present.stream(), added.stream()).toList());
        }
        for (String id : added) {
            present = Stream.concat(present.stream(), Stream.of(id)).toList();
            Member member = new Member(id, Conversation.MEMBER);
            events.add(new MemberJoined(
                    changeId(events.size()), now.id(), now.name(), member, byParticipantId, at, present));
        }
        return events;
    }

    /** Removes those who are members: the owner whomever they like, others themselves. */
    List<ChatEvent> removing(String byParticipantId, List<String> wanted, Instant at) {
        memberOnly(byParticipantId);
        boolean themselves = wanted.stream().allMatch(byParticipantId::equals);
        if (!themselves && !byParticipantId.equals(now.inRole(Conversation.OWNER))) {
            throw new HubException(HubError.ACCESS_DENIED, "only the group's owner removes others");
        }
        List<ChatEvent> events = new ArrayList<>();
        List<String> present = ids(now.members());
        for (String id : new TreeSet<>(wanted)) {
            if (present.contains(id)) {
                events.add(new MemberLeft(changeId(events.size()), now.id(), id, byParticipantId, at, present));
                present = present.stream().filter(one -> !one.equals(id)).toList();
            }
        }
        if (present.isEmpty()) {
            events.add(
                    changed(changeId(events.size()), ConversationStatus.ENDED, List.of(), byParticipantId, null, at));
        }
        return events;
    }

    /** Renames it. */
    List<ChatEvent> renaming(String byParticipantId, String name, Instant at) {
        memberOnly(byParticipantId);
        return name.equals(now.name())
                ? List.of()
                : List.of(changed(changeId(0), ConversationStatus.ACTIVE, now.members(), byParticipantId, name, at));
    }

    /** As it stands after these events. */
    Conversation after(List<ChatEvent> events) {
        Conversation group = now;
        for (ChatEvent event : events) {
            group = GroupSteps.after(group, event);
        }
        return group;
    }

    private ConversationChanged changed(
            String changeId,
            ConversationStatus status,
            List<Member> members,
            String byParticipantId,
            String text,
            Instant at) {
        return new ConversationChanged(
                changeId, now.id(), ConversationKind.GROUP, status, null, members, byParticipantId, null, text, at);
    }

    /** The id of the change that follows so many others of the same command. */
    private String changeId(int earlier) {
        return GroupSteps.changeId(now.id(), now.version() + 1 + earlier);
    }

    private void memberOnly(String participantId) {
        if (!now.hasMember(participantId)) {
            throw new HubException(HubError.NOT_A_PARTY, "only a member of the group may do this");
        }
    }

    private static List<String> ids(List<Member> members) {
        return members.stream().map(Member::participantId).toList();
    }

    private static void checkRoom(Collection<String> ids) {
        if (ids.size() > MAX_MEMBERS) {
            throw new HubException(HubError.GROUP_FULL, "a group has at most " + MAX_MEMBERS + " members");
        }
        int bytes = ids.stream().mapToInt(id -> id.getBytes(UTF_8).length).sum();
        if (bytes > MAX_ID_BYTES) {
            throw new HubException(
                    HubError.GROUP_FULL,
                    "the ids of a group's members have at most " + MAX_ID_BYTES + " bytes together");
        }
    }
}
