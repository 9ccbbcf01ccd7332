package io.clawhub.gateway.core.accounts;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.clawhub.gateway.GatewayConfig;

/** Stops the start of a gateway that would let anybody on the network speak under any name. */
@ApplicationScoped
class OpenModeCheck {

    void check(
            @Observes StartupEvent starting,
            GatewayConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        check(config.auth(), host);
    }

    static void check(GatewayConfig.Auth auth, String host) {
        if (auth.mode() == GatewayConfig.Auth.Mode.OPEN && !auth.allowOpenRemote() && !isLoopback(host)) {
            throw new IllegalStateException("hub.auth.mode=open lets anybody who can connect speak under any name, and"
                    + " quarkus.http.host=" + host + " is not a loopback address. Set hub.auth.mode=token, listen on"
                    + " 127.0.0.1, or, on a network where everybody is trusted, set hub.auth.allow-open-remote=true.");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // It cannot be bound either; that failure says more.
            return true;
        }
    }
}
