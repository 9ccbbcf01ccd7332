package io.clawhub.gateway.core.groups;

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
import io.clawhub.events.Member;
import io.clawhub.gateway.core.conversations.Conversation;
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
    public Uni<Conversation> open(Conversation fresh) {
        return conversations.open(fresh).chain(() -> conversations.find(fresh.id()));
    }

    @Override
    public Uni<Conversation> change(String conversationId, Function<Group, List<ChatEvent>> decision) {
        return database.inTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(GroupSql.LOCK, Integer.class)
                                .setParameter("id", conversationId)
                                .getSingleResultOrNull()
                                .chain(locked -> locked == null
                                        ? Uni.createFrom().item(new Decided(null, false))
                                        : decide(session, conversationId, decision))))
                .call(decided ->
                        decided.written() ? outbox.drain() : Uni.createFrom().voidItem())
                .map(Decided::group);
    }

    private Uni<Decided> decide(
            Mutiny.Session session, String conversationId, Function<Group, List<ChatEvent>> decision) {
        return conversations.findInSession(conversationId).chain(now -> {
            Group group = new Group(now);
            List<ChatEvent> events = decision.apply(group);
            if (events.isEmpty()) {
                return Uni.createFrom().item(new Decided(now, false));
            }
            Conversation after = group.after(events);
            return write(session, now, after).chain(() -> addAll(events)).replaceWith(new Decided(after, true));
        });
    }

    private static Uni<Void> write(Mutiny.Session session, Conversation before, Conversation after) {
        List<Uni<Integer>> steps = new ArrayList<>();
        List<String> left = missing(before, after);
        List<String> joined = missing(after, before);
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
                .setParameter("over", after.status() == ConversationStatus.ENDED)
                .executeUpdate());
        return inOrder(steps);
    }

    private Uni<Void> addAll(List<ChatEvent> events) {
        return inOrder(events.stream().map(outbox::add).toList());
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

    /** Who is in the one and not in the other. */
    private static List<String> missing(Conversation one, Conversation other) {
        return one.members().stream()
                .map(Member::participantId)
                .filter(id -> !other.hasMember(id))
                .toList();
    }

    @Override
    public Uni<List<Conversation>> ofMember(String participantId, int limit) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(GroupSql.OF_MEMBER, Object[].class)
                        .setParameter("participantId", participantId)
                        .setParameter("rows", limit)
                        .getResultList())
                .map(rows -> rows.stream().map(PanacheGroupStore::conversation).toList()));
    }

    private static Conversation conversation(Object[] row) {
        return new Conversation(
                (String) row[0],
                ConversationKind.valueOf(((String) row[1]).toUpperCase(Locale.ROOT)),
                ConversationStatus.valueOf(((String) row[2]).toUpperCase(Locale.ROOT)),
                (String) row[3],
                (String) row[4],
                members((String) row[6]),
                ((Number) row[5]).intValue());
    }

    private static List<Member> members(String lines) {
        String[] parts = lines.split("\n");
        List<Member> members = new ArrayList<>(parts.length / 2);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            members.add(new Member(parts[i], parts[i + 1]));
        }
        return members;
    }
}
