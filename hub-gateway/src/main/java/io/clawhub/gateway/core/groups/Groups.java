package io.clawhub.gateway.core.groups;

import java.util.List;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ChatEvent;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupCommand.AddMembers;
import io.clawhub.gateway.core.GroupCommand.CreateGroup;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupCommand.ReadMembers;
import io.clawhub.gateway.core.GroupCommand.RemoveMembers;
import io.clawhub.gateway.core.GroupCommand.RenameGroup;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.GroupReply.ConversationsListed;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.messages.Content;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Groups. A command is answered when its change is committed; this gateway routes by it from then on, the others from when
 * the log tells them. A member may be somebody whom the hub has not seen yet.
 */
@ApplicationScoped
public class Groups {

    /** Longest name, in characters. */
    static final int MAX_NAME = 200;

    private static final int MAX_LISTED = 500;
    /** Members in one listing of conversations, beyond the first conversation: an answer has to fit into a frame. */
    private static final int MAX_LISTED_MEMBERS = 8_192;
    /** UTF-8 never needs more for a character of Java's. */
    private static final int BYTES_PER_CHARACTER = 3;

    private final GroupStore store;
    private final ConversationDirectory conversations;
    private final MinuteBudget creations = new MinuteBudget(MinuteBudget.CREATIONS, "groups", System::nanoTime);
    private final MinuteBudget changes =
            new MinuteBudget(MinuteBudget.CHANGES, "changes of members and names", System::nanoTime);

    Groups(GroupStore store, ConversationDirectory conversations) {
        this.store = store;
        this.conversations = conversations;
    }

    /** Carries out a command; fails with nothing but a {@link HubException}. */
    public Uni<Reply> handle(Caller caller, GroupCommand command) {
        String callerId = caller.participantId();
        return Uni.createFrom().deferred(() -> switch (command) {
            case CreateGroup create -> create(callerId, create);
            case AddMembers add -> {
                checkMembers(add.members());
                changes.count(callerId, add.members().size());
                yield change(
                        add.conversationId(), group -> group.adding(callerId, add.members(), DatabaseContext.now()));
            }
            case RemoveMembers remove -> {
                checkMembers(remove.members());
                changes.count(callerId, remove.members().size());
                yield change(
                        remove.conversationId(),
                        group -> group.removing(callerId, remove.members(), DatabaseContext.now()));
            }
            case RenameGroup rename -> {
                checkName(rename.name());
                changes.count(callerId, 1);
                yield change(
                        rename.conversationId(),
                        group -> group.renaming(callerId, rename.name(), DatabaseContext.now()));
            }
            case ReadMembers read -> read(callerId, checkId(read.conversationId()));
            case ListConversations list ->
                store.ofMember(callerId, Math.clamp(list.limit(), 1, MAX_LISTED))
                        .map(Groups::listed);
        });
    }

    private Uni<Reply> create(String callerId, CreateGroup create) {
        checkName(create.name());
        create.members().forEach(id -> Ids.checked(id, "a member"));
        if (create.key() != null) {
            Ids.checked(create.key(), "key");
        }
        String id = Ids.groupConversationId(callerId, create.key());
        Conversation fresh = Group.fresh(id, create.name(), callerId, create.members());
        creations.count(callerId, 1);
        return store.open(fresh).map(group -> {
            if (group.status().isOver()) {
                throw new HubException(HubError.CHANNEL_ENDED, "this group is over");
            }
            return known(asMember(group, callerId));
        });
    }

    private Uni<Reply> change(String conversationId, java.util.function.Function<Group, List<ChatEvent>> decision) {
        return store.change(checkId(conversationId), decision).map(group -> {
            if (group == null) {
                throw noSuch();
            }
            return known(group);
        });
    }

    /** This gateway routes by the change at once, the others by the log. */
    private Reply known(Conversation group) {
        conversations.committed(group);
        return new ConversationRead(group);
    }

    private Uni<Reply> read(String callerId, String conversationId) {
        return conversations.findFor(conversationId, callerId).map(found -> {
            if (found == null) {
                throw noSuch();
            }
            return new ConversationRead(asMember(found, callerId));
        });
    }

    private static Conversation asMember(Conversation conversation, String callerId) {
        if (!conversation.hasMember(callerId)) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no member of this conversation");
        }
        return conversation;
    }

    private static Reply listed(List<Conversation> all) {
        int members = 0;
        int count = 0;
        for (Conversation conversation : all) {
            members += conversation.members().size();
            if (members > MAX_LISTED_MEMBERS) {
                break;
            }
            count++;
        }
        return new ConversationsListed(all.subList(0, count));
    }

    private static void checkMembers(List<String> members) {
        if (members.isEmpty()) {
            throw new HubException(HubError.MISSING_FIELDS, "name the members");
        }
        if (members.size() > Group.MAX_MEMBERS) {
            throw new HubException(HubError.GROUP_FULL, "at most " + Group.MAX_MEMBERS + " members at once");
        }
        members.forEach(id -> Ids.checked(id, "a member"));
    }

    private static void checkName(String name) {
        if (name == null || name.isBlank()) {
            throw new HubException(HubError.MISSING_FIELDS, "a group needs a name");
        }
        if (name.length() > MAX_NAME) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, "a name has at most " + MAX_NAME + " characters");
        }
        Content.checkText(name, MAX_NAME * BYTES_PER_CHARACTER);
    }

    private static String checkId(String conversationId) {
        if (conversationId == null) {
            throw new HubException(HubError.MISSING_FIELDS, "name the conversation");
        }
        return Ids.checked(conversationId, "conversation_id");
    }

    private static HubException noSuch() {
        return new HubException(HubError.CHANNEL_NOT_FOUND, "no such conversation");
    }
}
