package io.clawhub.gateway.protocol.im;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.websocket.Upgrades;

/**
 * Looks at the upgrade request and settles there, with an HTTP status, what can be: 401 for a wrong or missing credential, 403
 * for a foreign page, 429 for too many wrong keys, 503 while the log has not been reached yet or the directory does not
 * answer. Who comes is said by the first frame.
 */
@ApplicationScoped
public class ImUpgrade implements HttpUpgradeCheck {

    /** What the upgrade showed. */
    static final TypedKey<Credential> CREDENTIAL = new TypedKey<>("hub.credential");

    private final ImCore core;
    private final Upgrades upgrades;

    ImUpgrade(ImCore core, Upgrades upgrades) {
        this.core = core;
        this.upgrades = upgrades;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return ImEndpoint.ID.equals(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return upgrades.admit(context, this::credential, CREDENTIAL, core::refused);
    }

    private Uni<Credential> credential(HttpServerRequest request) {
        String key = Upgrades.apiKey(request);
        if (key != null) {
            return core.authenticate(key, "ip:" + request.remoteAddress().hostAddress());
        }
        if (core.areCredentialsRequired()) {
            throw new HubException(HubError.AUTH_REQUIRED, "an API key is needed");
        }
        return Uni.createFrom().item(Credential.NONE);
    }
}
