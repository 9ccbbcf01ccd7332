package io.clawhub.gateway.core.services;

import java.util.Arrays;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.ServiceCommand.RateService;
import io.clawhub.gateway.core.outbox.DatabaseContext;
import io.clawhub.gateway.core.outbox.TransactionLock;

/** What participants think of services: one rating each, the newest counts; nobody rates what is their own. */
@ApplicationScoped
public class Ratings {

    private static final int MAX_SCORE = 5;
    private static final int MAX_COMMENT_BYTES = 4_096;
    private static final int MAX_TAG_BYTES = 256;

    private static final String COUNT_BY_SCORE =
            "SELECT score, count(*) FROM service_rating WHERE service_id = :serviceId GROUP BY score";

    private final DatabaseContext database;

    Ratings(DatabaseContext database) {
        this.database = database;
    }

    Uni<Rating> rate(Caller caller, RateService command) {
        if (command.score() < 0 || command.score() > MAX_SCORE) {
            throw new HubException(HubError.MISSING_FIELDS, "score must be from 0 to " + MAX_SCORE);
        }
        List<String> tags = command.tags() == null ? List.of() : command.tags();
        if (tags.size() > ServiceDocument.MAX_TAGS) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, "at most " + ServiceDocument.MAX_TAGS + " tags");
        }
        tags.forEach(tag -> ServiceText.checked(tag, "tags", MAX_TAG_BYTES));
        ServiceText.checked(command.comment(), "comment", MAX_COMMENT_BYTES);
        return database.inTransaction(() -> TransactionLock.SERVICE
                .take(command.serviceId())
                .chain(() -> requireService(command.serviceId()))
                .chain(() -> ServiceSql.actsFor(caller.participantId(), command.serviceId()))
                .chain(own -> {
                    if (own) {
                        throw new HubException(HubError.ACCESS_DENIED, "nobody rates a service of their own");
                    }
                    return write(caller.participantId(), command, tags);
                })
                .chain(() -> count(command.serviceId())));
    }

    Uni<Rating> read(String serviceId) {
        return database.inSession(() -> requireService(serviceId).chain(() -> count(serviceId)));
    }

    private static Uni<Void> requireService(String serviceId) {
        return ServiceEntity.<ServiceEntity>findById(serviceId).map(row -> {
            if (row == null || row.withdrawnAt != null) {
                throw Ownership.notFound();
            }
            return null;
        });
    }

    private static Uni<Void> write(String participantId, RateService command, List<String> tags) {
        var key = new RatingEntity.Key(command.serviceId(), participantId);
        return RatingEntity.<RatingEntity>findById(key).chain(found -> {
            RatingEntity row = found == null ? new RatingEntity() : found;
            row.serviceId = command.serviceId();
            row.participantId = participantId;
            row.score = command.score();
            row.comment = command.comment() == null ? "" : command.comment();
            row.tags = tags.toArray(String[]::new);
            row.ratedAt = DatabaseContext.now();
            return row.persistAndFlush().replaceWithVoid();
        });
    }

    private static Uni<Rating> count(String serviceId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(COUNT_BY_SCORE, Object[].class)
                        .setParameter("serviceId", serviceId)
                        .getResultList())
                .map(rows -> rating(serviceId, rows));
    }

    private static Rating rating(String serviceId, List<Object[]> rows) {
        Long[] distribution = new Long[MAX_SCORE + 1];
        Arrays.fill(distribution, 0L);
        long total = 0;
        long sum = 0;
        for (Object[] row : rows) {
            int score = ((Number) row[0]).intValue();
            long times = ((Number) row[1]).longValue();
            distribution[score] = times;
            total += times;
            sum += score * times;
        }
        return new Rating(serviceId, total, total == 0 ? 0 : (double) sum / total, List.of(distribution));
    }
}
