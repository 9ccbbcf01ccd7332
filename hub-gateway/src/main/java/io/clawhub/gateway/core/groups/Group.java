package io.clawhub.gateway.core.groups;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.gateway.core.GroupCommand.Rules;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.GroupSteps;
import io.clawhub.gateway.core.conversations.Members;

/**
 * What may become of a group. Each method says what somebody's wish changes, as events in their order, and gives none if
 * it is so already. A group ends when its last member leaves, or when its owner dissolves it.
 *
 * @param now the group as it stands, its members in the order in which they joined
 * @param rules who may do what
 */
record Group(Conversation now, Rules rules) {

    /** As many as one conversation has to be good for. */
    static final int MAX_MEMBERS = 10_000;

    /** All ids of a group together, bytes of UTF-8: every gateway where a member speaks holds them in memory. */
    static final int MAX_ID_BYTES = 1024 * 1024;

    /** By the rules of groups whose members are equals. */
    Group(Conversation now) {
        this(now, Rules.MEMBERS);
    }

    /** The same group by other rules. */
    Group under(Rules others) {
        return new Group(now, others);
    }

    /** A group that is yet to be opened. */
    static Conversation fresh(String conversationId, String name, String ownerId, List<String> others) {
        // Who joined together is in the order of ids, in memory as in the table.
        TreeSet<String> ids = new TreeSet<>(others);
        ids.add(ownerId);
        // The event that opens it names them all.
        if (Members.areMany(ids)) {
            throw new HubException(HubError.GROUP_FULL, "a group is opened with fewer members; add others afterwards");
        }
        List<Member> members = ids.stream()
                .map(id -> new Member(id, id.equals(ownerId) ? Conversation.OWNER : Conversation.MEMBER))
                .toList();
        return Conversation.group(conversationId, ConversationStatus.ACTIVE, name, members, 1);
    }

    /** Adds those who are no members yet. */
    List<ChatEvent> adding(String byParticipantId, List<String> wanted, Instant at) {
        if (rules == Rules.MEMBERS) {
            memberOnly(byParticipantId);
        } else if (rules == Rules.OWNER) {
            ownerOnly(byParticipantId);
        }
        goingOn();
        TreeSet<String> added =
                wanted.stream().filter(id -> !now.hasMember(id)).collect(Collectors.toCollection(TreeSet::new));
        List<ChatEvent> events = new ArrayList<>();
        Members present = now.members();
        for (String id : added) {
            Member member = new Member(id, Conversation.MEMBER);
            Members before = present;
            present = before.with(member);
            // The step that makes the group large names everybody once more: gateways learn who of theirs is in it.
            List<String> told = before.areMany() ? List.of() : ids(present);
            events.add(
                    new MemberJoined(changeId(events.size()), now.id(), now.name(), member, byParticipantId, at, told));
        }
        checkRoom(present);
        return events;
    }

    /** Removes those who are members. */
    List<ChatEvent> removing(String byParticipantId, List<String> wanted, Instant at) {
        checkRemoval(byParticipantId, wanted);
        goingOn();
        List<ChatEvent> events = new ArrayList<>();
        Members present = now.members();
        for (String id : new TreeSet<>(wanted)) {
            if (present.of(id) != null) {
                List<String> told = present.areMany() ? List.of() : ids(present);
                events.add(new MemberLeft(changeId(events.size()), now.id(), id, byParticipantId, at, told));
                present = present.without(id);
            }
        }
        if (present.isEmpty()) {
            events.add(
                    changed(changeId(events.size()), ConversationStatus.ENDED, List.of(), byParticipantId, null, at));
        }
        return events;
    }

    private void checkRemoval(String byParticipantId, List<String> wanted) {
        boolean themselves = wanted.stream().allMatch(byParticipantId::equals);
        if (rules == Rules.MEMBERS) {
            memberOnly(byParticipantId);
        }
        if (!themselves && rules != Rules.ADMINISTRATOR) {
            ownerOnly(byParticipantId);
        }
        if (rules != Rules.MEMBERS && wanted.contains(now.inRole(Conversation.OWNER))) {
            throw new HubException(HubError.CONFLICT, "the group's owner neither leaves nor is removed");
        }
    }

    /** Renames it. */
    List<ChatEvent> renaming(String byParticipantId, String name, Instant at) {
        memberOnly(byParticipantId);
        return name.equals(now.name()) ? List.of() : editing(byParticipantId, name, at);
    }

    /**
     * Changes what it says of itself.
     *
     * @param name its new name, or null
     */
    List<ChatEvent> editing(String byParticipantId, String name, Instant at) {
        if (rules == Rules.MEMBERS) {
            memberOnly(byParticipantId);
        } else {
            ownerOnly(byParticipantId);
        }
        goingOn();
        String renamed = name == null || name.equals(now.name()) ? null : name;
        return List.of(changed(changeId(0), ConversationStatus.ACTIVE, told(), byParticipantId, renamed, at));
    }

    /** Ends it. */
    List<ChatEvent> dissolving(String byParticipantId, Instant at) {
        ownerOnly(byParticipantId);
        return now.status().isOver()
                ? List.of()
                : List.of(changed(changeId(0), ConversationStatus.ENDED, told(), byParticipantId, null, at));
    }

    /** The members whom an event names. */
    private List<Member> told() {
        return now.isLarge() ? List.of() : now.members();
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

    private void ownerOnly(String participantId) {
        if (!participantId.equals(now.inRole(Conversation.OWNER))) {
            throw new HubException(HubError.ACCESS_DENIED, "only the group's owner may do this");
        }
    }

    private void goingOn() {
        if (now.status().isOver()) {
            throw new HubException(HubError.CHANNEL_ENDED, "this group is over");
        }
    }

    private static List<String> ids(List<Member> members) {
        return members.stream().map(Member::participantId).toList();
    }

    private static void checkRoom(Members members) {
        if (members.size() > MAX_MEMBERS) {
            throw new HubException(HubError.GROUP_FULL, "a group has at most " + MAX_MEMBERS + " members");
        }
        if (members.idBytes() > MAX_ID_BYTES) {
            throw new HubException(
                    HubError.GROUP_FULL,
                    "the ids of a group's members have at most " + MAX_ID_BYTES + " bytes together");
        }
    }
}
