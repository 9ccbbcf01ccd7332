package io.clawhub.gateway.core.services;

/** Makes a registry over a store of the test's choice. */
public final class ServiceRegistryAccess {

    private ServiceRegistryAccess() {}

    /** A registry without memory of earlier tests. */
    public static ServiceRegistry over(ServiceStore store) {
        return new ServiceRegistry(store);
    }
}
