package io.clawhub.gateway.core.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupCommand.AddMembers;
import io.clawhub.gateway.core.GroupCommand.ClearDirect;
import io.clawhub.gateway.core.GroupCommand.CreateGroup;
import io.clawhub.gateway.core.GroupCommand.DescribeConversation;
import io.clawhub.gateway.core.GroupCommand.DissolveGroup;
import io.clawhub.gateway.core.GroupCommand.EditGroup;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupCommand.ListMembers;
import io.clawhub.gateway.core.GroupCommand.OpenDirect;
import io.clawhub.gateway.core.GroupCommand.ReadMembers;
import io.clawhub.gateway.core.GroupCommand.RemoveMembers;
import io.clawhub.gateway.core.GroupCommand.RenameGroup;
import io.clawhub.gateway.core.GroupCommand.Rules;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.GroupReply.MembersListed;
import io.clawhub.gateway.core.GroupReply.Profile;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.conversations.Members;
import io.clawhub.gateway.core.groups.GroupStore.Words;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Groups. A command is answered when its change is committed; this gateway routes by it from then on, the others from when
 * the log tells them. A member may be somebody whom the hub has not seen yet.
 */
@ApplicationScoped
public class Groups {

    /** Members in one page of them. */
    private static final int MAX_PAGE = 1_000;
    /** Bytes of ids in one page of members, which has to fit into a frame. */
    private static final int MAX_PAGE_BYTES = 256 * 1024;
    /** Members added or removed by one command: each is an event, and all are one transaction. */
    private static final int MAX_CHANGED = 256;

    private final GroupStore store;
    private final ConversationDirectory conversations;
    private final ConversationList list;
    private final Directs directs;
    private final MinuteBudget creations =
            new MinuteBudget(MinuteBudget.CREATIONS, "new conversations", System::nanoTime);
    private final MinuteBudget changes =
            new MinuteBudget(MinuteBudget.CHANGES, "changes of members and names", System::nanoTime);

    Groups(GroupStore store, ConversationDirectory conversations, ConversationList list, Directs directs) {
        this.store = store;
        this.conversations = conversations;
        this.list = list;
        this.directs = directs;
    }

    /** Carries out a command; fails with nothing but a {@link HubException}. */
    public Uni<Reply> handle(Caller caller, GroupCommand command) {
        String callerId = caller.participantId();
        return Uni.createFrom().deferred(() -> switch (command) {
            case CreateGroup create -> create(callerId, create);
            case AddMembers add -> {
                countMembers(callerId, add.members());
                yield change(add.conversationId(), group -> group.under(add.rules())
                        .adding(callerId, add.members(), DatabaseContext.now()));
            }
            case RemoveMembers remove -> {
                countMembers(callerId, remove.members());
                yield change(remove.conversationId(), group -> group.under(remove.rules())
                        .removing(callerId, remove.members(), DatabaseContext.now()));
            }
            case RenameGroup rename -> {
                GroupWords.checkName(rename.name());
                changes.count(callerId, 1);
                yield change(
                        rename.conversationId(),
                        group -> group.renaming(callerId, rename.name(), DatabaseContext.now()));
            }
            case EditGroup edit -> edit(callerId, edit);
            case DissolveGroup dissolve -> {
                changes.count(callerId, 1);
                yield change(dissolve.conversationId(), group -> group.dissolving(callerId, DatabaseContext.now()));
            }
            case ReadMembers read -> found(callerId, read.conversationId()).map(ConversationRead::new);
            case ListMembers page ->
                found(callerId, page.conversationId()).map(conversation -> page(conversation, page));
            case DescribeConversation describe ->
                describable(callerId, describe).chain(this::described).map(reply -> reply);
            case ListConversations wanted -> list.of(callerId, wanted);
            case OpenDirect open -> {
                creations.count(callerId, 1);
                yield directs.open(callerId, Ids.checked(open.withParticipantId(), "with"))
                        .chain(this::described)
                        .map(reply -> reply);
            }
            case ClearDirect clear ->
                found(callerId, clear.conversationId())
                        .chain(direct -> directs.clear(callerId, direct))
                        .map(done -> new Reply.Done());
        });
    }

    private Uni<Reply> create(String callerId, CreateGroup create) {
        GroupWords.checkName(create.name());
        GroupWords.checkAbout(create.avatar(), create.description());
        create.members().forEach(id -> Ids.checked(id, "a member"));
        if (create.key() != null) {
            Ids.checked(create.key(), "key");
        }
        String id = Ids.groupConversationId(callerId, create.key());
        Conversation fresh = Group.fresh(id, create.name(), callerId, create.members());
        creations.count(callerId, 1);
        return store.open(fresh, callerId, new Words(create.avatar(), create.description()))
                .map(group -> {
                    if (group.status().isOver()) {
                        throw new HubException(HubError.CHANNEL_ENDED, "this group is over");
                    }
                    return known(asMember(group, callerId));
                });
    }

    private Uni<Reply> edit(String callerId, EditGroup edit) {
        if (edit.name() != null) {
            GroupWords.checkName(edit.name());
        }
        GroupWords.checkAbout(edit.avatar(), edit.description());
        changes.count(callerId, 1);
        return changed(edit.conversationId(), new Words(edit.avatar(), edit.description()), group -> group.under(
                                edit.rules())
                        .editing(callerId, edit.name(), DatabaseContext.now()))
                .chain(this::described)
                .map(reply -> reply);
    }

    private Uni<Reply> change(String conversationId, Function<Group, List<ChatEvent>> decision) {
        return changed(conversationId, Words.NONE, decision).map(ConversationRead::new);
    }

    private Uni<Conversation> changed(String conversationId, Words words, Function<Group, List<ChatEvent>> decision) {
        return store.change(checkId(conversationId), words, decision).map(group -> {
            if (group == null) {
                throw noSuch();
            }
            conversations.committed(group);
            return group;
        });
    }

    /** This gateway routes by the change at once, the others by the log. */
    private Reply known(Conversation group) {
        conversations.committed(group);
        return new ConversationRead(group);
    }

    private Uni<Conversation> found(String callerId, String conversationId) {
        return conversations.findFor(checkId(conversationId), callerId).map(found -> {
            if (found == null) {
                throw noSuch();
            }
            return asMember(found, callerId);
        });
    }

    private Uni<Conversation> describable(String callerId, DescribeConversation describe) {
        return describe.rules() != Rules.ADMINISTRATOR
                ? found(callerId, describe.conversationId())
                : conversations.find(checkId(describe.conversationId())).map(found -> {
                    if (found == null) {
                        throw noSuch();
                    }
                    return found;
                });
    }

    private Uni<ConversationDescribed> described(Conversation conversation) {
        int members = conversation.members().size();
        return store.profile(conversation.id())
                .map(words -> new ConversationDescribed(
                        conversation,
                        words == null
                                ? new Profile(null, null, null, null, members)
                                : new Profile(
                                        words.avatar(),
                                        words.description(),
                                        words.createdBy(),
                                        words.openedAt(),
                                        members)));
    }

    private static MembersListed page(Conversation conversation, ListMembers asked) {
        List<Member> all = conversation.members();
        int from = Math.clamp(asked.from(), 0, all.size());
        int end = Math.min(all.size(), from + Math.clamp(asked.limit(), 1, MAX_PAGE));
        List<Member> page = new ArrayList<>();
        int bytes = 0;
        for (int i = from; i < end && bytes < MAX_PAGE_BYTES; i++) {
            page.add(all.get(i));
            bytes += Members.bytes(all.get(i).participantId());
        }
        return new MembersListed(conversation, page, from + page.size() < all.size());
    }

    private static Conversation asMember(Conversation conversation, String callerId) {
        if (!conversation.hasMember(callerId)) {
            throw new HubException(HubError.NOT_A_PARTY, "you are no member of this conversation");
        }
        return conversation;
    }

    private void countMembers(String callerId, List<String> members) {
        if (members.isEmpty()) {
            throw new HubException(HubError.MISSING_FIELDS, "name the members");
        }
        if (members.size() > MAX_CHANGED) {
            throw new HubException(HubError.GROUP_FULL, "at most " + MAX_CHANGED + " members at once");
        }
        members.forEach(id -> Ids.checked(id, "a member"));
        changes.count(callerId, members.size());
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
