package io.clawhub.e2e;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.process.Part;

/**
 * Hands one hub with two gateways to the tests that kill, stop or restart parts of it and put it right again. Its
 * requests for a chat end sooner than usual.
 */
final class ShakenHub implements ParameterResolver {

    /** Long enough for a crowded machine to answer in, short enough to wait for. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(8);

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(ShakenHub.class);

    /** Starts whatever a test left stopped or paused. */
    static void repair(HubProcesses hub) {
        for (Part backend : List.of(hub.postgres(), hub.kafka(), hub.history())) {
            if (backend.isAlive()) {
                backend.resume();
            }
            backend.start();
        }
        for (int gateway = 1; gateway <= 2; gateway++) {
            hub.gateway(gateway).start();
            hub.gateway(gateway).awaitReady(Soon.DEADLINE);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == HubProcesses.class && parameter.isAnnotated(Shaken.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(
                        HubProcesses.class,
                        absent -> HubProcesses.start(ClubPeople.settings(HubProcesses.Options.standard())
                                .withGateways(2)
                                .withGatewaySetting("hub.channels.request-timeout", REQUEST_TIMEOUT.toString())),
                        HubProcesses.class);
    }
}
