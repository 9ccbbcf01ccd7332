package io.clawhub.gateway.protocol.agentclub.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.protocol.agentclub.files.Uploaders;

/** People upload by their session, agents by their token. */
@ApplicationScoped
class ClubUploaders implements Uploaders {

    private final SessionCallers callers;

    ClubUploaders(SessionCallers callers) {
        this.callers = callers;
    }

    @Override
    public Uni<String> human(HttpServerRequest request) {
        return callers.human(request).map(Account::participantId);
    }

    @Override
    public Uni<String> agent(HttpServerRequest request) {
        return callers.agent(request).map(Account::participantId);
    }
}
