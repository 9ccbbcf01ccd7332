package io.clawhub.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import io.clawhub.standalone.HubProcesses;

/**
 * Hands one hub with two gateways to every class that breaks nothing. The first one starts it; it ends with the test run.
 */
final class CalmHub implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(CalmHub.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == HubProcesses.class;
    }

    @Override
    public HubProcesses resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .getOrComputeIfAbsent(
                        HubProcesses.class,
                        absent -> HubProcesses.start(
                                HubProcesses.Options.standard().withGateways(2)),
                        HubProcesses.class);
    }
}
