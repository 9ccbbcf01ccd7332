package io.clawhub.gateway.core.groups;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.Profile;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.MemberLines;
import io.clawhub.gateway.core.conversations.PanacheConversationStore;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.Outbox;

/** Groups in PostgreSQL. A change holds the lock of the group's row, so that the events stand in the outbox in its order. */
@ApplicationScoped
class PanacheGroupStore implements GroupStore {

    private final DatabaseContext database;
    private final PanacheConversationStore conversations;
    private final Outbox outbox;

    /** What a transaction did. */
    private record Decided(Conversation group, boolean written) {}

    PanacheGroupStore(DatabaseContext database, PanacheConversationStore conversations, Outbox outbox) {
        this.database = database;
        this.conversations = conversations;
        this.outbox = outbox;
    }

    @Override
    public Uni<Conversation> open(Conversation fresh, String creatorId, Words words) {
        return database.inTransaction(() -> conversations
                        .openInTransaction(fresh)
                        .call(opened -> opened
                                ? Panache.getSession().chain(session -> created(session, fresh.id(), creatorId, words))
                                : Uni.createFrom().voidItem()))
                .call(opened -> opened ? outbox.drain() : Uni.createFrom().voidItem())
                .chain(() -> conversations.find(fresh.id()));
    }

    private static Uni<Void> created(Mutiny.Session session, String id, String creatorId, Words words) {
        return session.createNativeQuery(GroupSql.CREATED)
                .setParameter("id", id)
                .setParameter("creatorId", creatorId)
                .executeUpdate()
                .chain(() -> describe(session, id, words))
                .replaceWithVoid();
    }

    private static Uni<Integer> describe(Mutiny.Session session, String id, Words words) {
        return session.createNativeQuery(GroupSql.DESCRIBE)
                .setParameter("id", id)
                .setParameter("avatar", words.avatar())
                .setParameter("description", words.description())
                .executeUpdate();
    }

    @Override
    public Uni<Conversation> change(String conversationId, Words words, Function<Group, List<ChatEvent>> decision) {
        return database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(GroupSql.LOCK, Integer.class)
                                .setParameter("id", conversationId)
                                .getSingleResultOrNull()
                                .chain(locked -> locked == null
                                        ? Uni.createFrom().item(new Decided(null, false))
                                        : decide(session, conversationId, words, decision))))
                .call(decided ->
                        decided.written() ? outbox.drain() : Uni.createFrom().voidItem())
                .map(Decided::group);
    }

    private Uni<Decided> decide(
            Mutiny.Session session, String conversationId, Words words, Function<Group, List<ChatEvent>> decision) {
        return conversations.findInSession(conversationId).chain(now -> {
            Group group = new Group(now);
            List<ChatEvent> events = decision.apply(group);
            if (events.isEmpty()) {
                return Uni.createFrom().item(new Decided(now, false));
            }
            Conversation after = group.after(events);
            List<Uni<Integer>> steps = steps(session, now, after, events);
            if (!words.equals(Words.NONE)) {
                steps.add(describe(session, conversationId, words));
            }
            return inOrder(steps).chain(() -> outbox.addAll(events)).replaceWith(new Decided(after, true));
        });
    }

    private static List<Uni<Integer>> steps(
            Mutiny.Session session, Conversation before, Conversation after, List<ChatEvent> events) {
        List<String> left = new ArrayList<>();
        List<String> joined = new ArrayList<>();
        for (ChatEvent event : events) {
            if (event instanceof MemberLeft one) {
                left.add(one.participantId());
            } else if (event instanceof MemberJoined one) {
                joined.add(one.member().participantId());
            }
        }
        List<Uni<Integer>> steps = new ArrayList<>();
        if (!left.isEmpty()) {
            steps.add(session.createNativeQuery(GroupSql.LEAVE)
                    .setParameter("id", after.id())
                    .setParameter("ids", String.join("\n", left))
                    .executeUpdate());
        }
        if (!joined.isEmpty()) {
            steps.add(session.createNativeQuery(GroupSql.JOIN)
                    .setParameter("id", after.id())
                    .setParameter("ids", String.join("\n", joined))
                    .executeUpdate());
        }
        String ownerId = after.inRole(Conversation.OWNER);
        if (ownerId != null && !ownerId.equals(before.inRole(Conversation.OWNER))) {
            steps.add(session.createNativeQuery(GroupSql.PROMOTE)
                    .setParameter("id", after.id())
                    .setParameter("ownerId", ownerId)
                    .executeUpdate());
        }
        steps.add(session.createNativeQuery(GroupSql.UPDATE)
                .setParameter("id", after.id())
                .setParameter("name", after.name())
                .setParameter("version", after.version())
                .setParameter("large", after.isLarge())
                .setParameter("members", after.members().size())
                .setParameter("over", after.status() == ConversationStatus.ENDED)
                .executeUpdate());
        return steps;
    }

    /** One after the other: they share a session. */
    private static Uni<Void> inOrder(List<? extends Uni<?>> steps) {
        return Multi.createFrom()
                .iterable(steps)
                .onItem()
                .transformToUniAndConcatenate(step -> step.replaceWith(true))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    @Override
    public Uni<Profile> profile(String conversationId) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(GroupSql.PROFILE, Object[].class)
                        .setParameter("id", conversationId)
                        .getSingleResultOrNull())
                .map(row -> row == null ? null : profile(row, 0, 0)));
    }

    @Override
    public Uni<List<Listed>> ofMember(String participantId, ListConversations.Which which, int limit) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(GroupSql.OF_MEMBER, Object[].class)
                        .setParameter("participantId", participantId)
                        .setParameter("which", which.name())
                        .setParameter("rows", limit)
                        .getResultList())
                .map(rows -> rows.stream().map(PanacheGroupStore::listed).toList()));
    }

    @Override
    public Uni<List<String>> largeGroupsOf(String participantId, int limit) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(GroupSql.LARGE_OF_MEMBER, String.class)
                        .setParameter("participantId", participantId)
                        .setParameter("rows", limit)
                        .getResultList()));
    }

    private static Listed listed(Object[] row) {
        Conversation conversation = new Conversation(
                (String) row[0],
                ConversationKind.valueOf(((String) row[1]).toUpperCase(Locale.ROOT)),
                ConversationStatus.valueOf(((String) row[2]).toUpperCase(Locale.ROOT)),
                (String) row[3],
                (String) row[4],
                MemberLines.read((String) row[6]),
                ((Number) row[5]).intValue());
        int members = row[6] == null
                ? ((Number) row[11]).intValue()
                : conversation.members().size();
        Long clearedSeq = row[12] == null ? null : ((Number) row[12]).longValue();
        return new Listed(new ConversationDescribed(conversation, profile(row, 7, members)), clearedSeq);
    }

    private static Profile profile(Object[] row, int from, int members) {
        return new Profile(
                (String) row[from],
                (String) row[from + 1],
                (String) row[from + 2],
                ((OffsetDateTime) row[from + 3]).toInstant(),
                members);
    }
}
