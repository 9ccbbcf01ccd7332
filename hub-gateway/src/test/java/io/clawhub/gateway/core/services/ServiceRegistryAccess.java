package io.clawhub.gateway.core.services;

import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.log.InMemoryEventLog;

/** Makes a registry over a store of the test's choice. */
public final class ServiceRegistryAccess {

    private ServiceRegistryAccess() {}

    /** A registry without memory of earlier tests. */
    public static ServiceRegistry over(ServiceStore store) {
        return over(store, new InMemoryEventLog());
    }

    /** The same, publishing its changes to this log. It carries out no commands but registering. */
    public static ServiceRegistry over(ServiceStore store, EventLog log) {
        return new ServiceRegistry(store, new ServiceCommands(null, null, null), log);
    }
}
