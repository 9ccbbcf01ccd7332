package io.clawhub.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.clawhub.standalone.HubProcesses;

/**
 * Hands one hub with two gateways to every class that breaks nothing, and the connection that does nothing on it. The
 * first one starts it; it ends with the test run.
 */
final class CalmHub implements ParameterResolver {

    /** Of the first administrator. */
    static final String ADMIN_PASSWORD = "the first password";

    /** Whom the streaming channel's clients mean by {@code main}. */
    static final String MAIN_AGENT = "the-main-agent";

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(CalmHub.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return (type == HubProcesses.class && !parameter.isAnnotated(Shaken.class)) || type == IdleAgent.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store shared = context.getRoot().getStore(OURS);
        HubProcesses hub = shared.getOrComputeIfAbsent(
                HubProcesses.class,
                absent -> {
                    HubProcesses started = HubProcesses.start(
                            ClubPeople.settings(HubProcesses.Options.standard().withGateways(2))
                                    .withGatewaySetting("hub.sessions.aliases.main", MAIN_AGENT));
                    awaitHistory(started);
                    return started;
                },
                HubProcesses.class);
        // Whatever goes on in the other classes goes on beside it.
        IdleAgent idle = shared.getOrComputeIfAbsent(IdleAgent.class, absent -> new IdleAgent(hub), IdleAgent.class);
        return parameter.getParameter().getType() == IdleAgent.class ? idle : hub;
    }

    /** History gets its part of the log some time after it is ready. The 5 s that a client waits are not meant for that. */
    private static void awaitHistory(HubProcesses hub) {
        try (Agent agent = Agent.acking(hub, 1, Names.fresh("first"))) {
            String channelId = agent.sayAndAwaitAck(Names.fresh("nobody"), "hello")
                    .path("channel_id")
                    .asText();
            Soon.await().until(() -> agent.history(channelId, 1).size() == 1);
        }
    }
}
