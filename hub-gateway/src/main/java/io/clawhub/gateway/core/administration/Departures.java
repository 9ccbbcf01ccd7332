package io.clawhub.gateway.core.administration;

import java.util.List;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.GroupCommand.RemoveMembers;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.groups.Groups;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Makes who is about to be removed leave their groups, in their own name, so that their members hear of it. */
@ApplicationScoped
class Departures {

    private static final String GROUPS =
            """
            SELECT c.id FROM member m JOIN conversation c ON c.id = m.conversation_id
            WHERE m.participant_id = :id AND c.kind = 'group' AND c.ended_at IS NULL ORDER BY c.id""";

    private final DatabaseContext database;
    private final Groups groups;

    Departures(DatabaseContext database, Groups groups) {
        this.database = database;
        this.groups = groups;
    }

    /** Leaves all groups, one after the other; what is left undone by a failure is done when this is asked again. */
    Uni<Void> leaveAll(String accountId) {
        Caller leaver = new Caller(accountId, "hub", "admin", Caller.Authentication.TOKEN, null);
        return database.inSession(
                        () -> Panache.getSession().chain(session -> session.createNativeQuery(GROUPS, String.class)
                                .setParameter("id", accountId)
                                .getResultList()))
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> groups.handle(leaver, new RemoveMembers(id, List.of(accountId)))
                                        .replaceWithVoid()
                                        .onFailure(Departures::isGone)
                                        .recoverWithNull())
                        .onItem()
                        .ignoreAsUni());
    }

    /** The group is over meanwhile, or somebody else removed them. */
    private static boolean isGone(Throwable failure) {
        HubError error = HubException.of(failure).error();
        return error == HubError.CHANNEL_ENDED || error == HubError.NOT_A_PARTY || error == HubError.CHANNEL_NOT_FOUND;
    }
}
