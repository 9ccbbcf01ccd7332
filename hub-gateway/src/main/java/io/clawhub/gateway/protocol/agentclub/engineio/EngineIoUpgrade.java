package io.clawhub.gateway.protocol.agentclub.engineio;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.websocket.Upgrades;

/** Keeps what the upgrade request showed. What can be wrong with it was refused by {@link EngineIoRoute}. */
@ApplicationScoped
public class EngineIoUpgrade implements HttpUpgradeCheck {

    static final TypedKey<Handshake> HANDSHAKE = new TypedKey<>("hub.handshake");

    private final EngineIoServer server;
    private final Upgrades upgrades;

    EngineIoUpgrade(EngineIoServer server, Upgrades upgrades) {
        this.server = server;
        this.upgrades = upgrades;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return EngineIoEndpoint.ID.equals(endpointId);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        return upgrades.admitFromAnywhere(
                context, request -> Uni.createFrom().item(Handshake.of(request)), HANDSHAKE, server::refused);
    }
}
