package io.clawhub.gateway.core.channels;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** The conversations of a participant, of every kind, as the database has them. */
@ApplicationScoped
class ChannelListing {

    private static final int MAX_LIMIT = 500;

    // Of a direct conversation "the provider" is the one whose id comes first: it has none, and both shall see the
    // same.
    private static final String MINE =
            """
            SELECT c.id, c.kind,
                   CASE WHEN c.kind = 'service' AND s.id IS NULL THEN 'ended' ELSE coalesce(h.status, 'active') END,
                   c.service_id,
                   CASE c.kind WHEN 'channel' THEN h.provider_id WHEN 'service' THEN m.participant_id
                       ELSE least(m.participant_id, o.participant_id) END,
                   CASE c.kind WHEN 'channel' THEN h.consumer_id WHEN 'direct' THEN
                       greatest(m.participant_id, o.participant_id) END,
                   h.request_id, h.said,
                   CAST(extract(epoch FROM c.opened_at) * 1000000 AS bigint),
                   CAST(extract(epoch FROM coalesce(h.changed_at, c.opened_at)) * 1000000 AS bigint)
            FROM member m
            JOIN conversation c ON c.id = m.conversation_id
            LEFT JOIN channel h ON h.conversation_id = c.id
            LEFT JOIN service s ON s.conversation_id = c.id AND s.withdrawn_at IS NULL
            LEFT JOIN member o ON c.kind = 'direct' AND o.conversation_id = c.id
                AND o.participant_id <> m.participant_id
            WHERE m.participant_id = :participantId""";

    private static final String NEWEST = MINE + " ORDER BY c.opened_at DESC, c.id LIMIT :rows";
    private static final String ONE = MINE + " AND c.id = :conversationId";

    private final DatabaseContext database;
    private final ConversationDirectory conversations;

    ChannelListing(DatabaseContext database, ConversationDirectory conversations) {
        this.database = database;
        this.conversations = conversations;
    }

    /** The newest first; {@code limit} is brought between 1 and 500. */
    Uni<List<Channel>> list(String participantId, int limit) {
        return database.inSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(NEWEST, Object[].class)
                        .setParameter("participantId", participantId)
                        .setParameter("rows", Math.clamp(limit, 1, MAX_LIMIT))
                        .getResultList())
                .map(rows -> rows.stream().map(ChannelListing::channel).toList()));
    }

    /** One of the participant's conversations, or a refusal. */
    Uni<Channel> read(String participantId, String conversationId) {
        return database.inSession(
                        () -> Panache.getSession().chain(session -> session.createNativeQuery(ONE, Object[].class)
                                .setParameter("participantId", participantId)
                                .setParameter("conversationId", conversationId)
                                .getSingleResultOrNull()))
                .chain(row ->
                        row == null ? refused(conversationId) : Uni.createFrom().item(channel(row)));
    }

    private Uni<Channel> refused(String conversationId) {
        return conversations.find(conversationId).map(found -> {
            throw found == null
                    ? new HubException(HubError.CHANNEL_NOT_FOUND, "no such channel")
                    : new HubException(HubError.NOT_A_PARTY, "you are no party of this channel");
        });
    }

    private static Channel channel(Object[] row) {
        return new Channel(
                (String) row[0],
                ConversationKind.valueOf(((String) row[1]).toUpperCase(Locale.ROOT)),
                ConversationStatus.valueOf(((String) row[2]).toUpperCase(Locale.ROOT)),
                (String) row[3],
                (String) row[4],
                (String) row[5],
                (String) row[6],
                (String) row[7],
                instant(row[8]),
                instant(row[9]));
    }

    private static Instant instant(Object micros) {
        return Instant.EPOCH.plus(((Number) micros).longValue(), ChronoUnit.MICROS);
    }
}
