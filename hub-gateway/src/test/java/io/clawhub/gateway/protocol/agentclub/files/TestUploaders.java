package io.clawhub.gateway.protocol.agentclub.files;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Believes everybody: a session is {@code session_<name>}, a token {@code token_<name>}. */
@Alternative
@ApplicationScoped
public class TestUploaders implements Uploaders {

    @Override
    public Uni<String> human(HttpServerRequest request) {
        Cookie session = request.getCookie("session");
        return named(session == null ? null : session.getValue(), "session_");
    }

    @Override
    public Uni<String> agent(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return named(header == null ? null : header.replaceFirst("^Bearer ", ""), "token_");
    }

    private static Uni<String> named(String credential, String prefix) {
        if (credential == null || !credential.startsWith(prefix)) {
            throw new HubException(HubError.AUTH_REQUIRED, "please log in");
        }
        return Uni.createFrom().item("u_" + credential.substring(prefix.length()));
    }
}
