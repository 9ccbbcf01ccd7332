package io.clawhub.gateway.protocol.agentclub.socketio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.outbound.OutboundBudget;
import io.clawhub.gateway.protocol.agentclub.engineio.EngineIoApplication;
import io.clawhub.gateway.protocol.agentclub.engineio.EngineIoReceiver;
import io.clawhub.gateway.protocol.agentclub.engineio.EngineIoSession;

/** Speaks Socket.IO over every Engine.IO session. */
@ApplicationScoped
public class SocketIoServer implements EngineIoApplication {

    private final Instance<SocketIoApplication> application;
    private final GatewayConfig config;
    private final OutboundBudget budget;

    SocketIoServer(Instance<SocketIoApplication> application, GatewayConfig config, OutboundBudget budget) {
        this.application = application;
        this.config = config;
        this.budget = budget;
    }

    @Override
    public boolean isServed() {
        return application.isResolvable();
    }

    @Override
    public EngineIoReceiver open(EngineIoSession session) {
        return new SocketIoConnection(session, application.get(), config, budget);
    }
}
