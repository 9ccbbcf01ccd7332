package io.clawhub.gateway.core.calls;

import java.util.List;

import io.smallrye.mutiny.Uni;

/** The bindings of all gateways. */
interface BindingStore {

    /**
     * Writes a binding of this gateway.
     *
     * @return false when the service was withdrawn or is another one by now
     */
    Uni<Boolean> bind(Binding binding);

    /** Removes bindings of this gateway. */
    Uni<Void> unbind(List<Binding> bindings);

    /** The gateway with the newest live binding of the service, or null when the service is offline. */
    Uni<String> gatewayOf(String serviceId);
}
