package io.clawhub.gateway.protocol.claw.rest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.ServiceCommand.DiscoverServices;
import io.clawhub.gateway.core.ServiceReply.ServicesFound;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.services.ServiceQuery;

/** What the protocol's clients ask before they connect. Operators have {@code /q/health}. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "health")
@SecurityRequirements
public class HealthResource {

    private static final Duration BELIEVE = Duration.ofSeconds(5);
    private static final Caller NOBODY =
            new Caller("health", RestDoor.PROTOCOL, RestDoor.PROTOCOL, Caller.Authentication.NONE, null);

    private final ConnectionRegistry connections;
    private final String version;
    private final Uni<Optional<Integer>> services;

    HealthResource(
            ConnectionRegistry connections,
            CommandDispatcher dispatcher,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.connections = connections;
        this.version = version;
        this.services = count(dispatcher).memoize().forFixedDuration(BELIEVE);
    }

    /** How the hub is. */
    @GET
    @Operation(summary = "Ask how the hub is")
    @APIResponse(
            responseCode = "200",
            description = "version; clients: connections to this gateway; services: those online, 1000 at most, null"
                    + " while the directory is away")
    public Uni<ObjectNode> health() {
        return services.map(count -> JsonNodeFactory.instance
                .objectNode()
                .put("status", "healthy")
                .put("version", version)
                .put("services", count.orElse(null))
                .put("clients", connections.size()));
    }

    private static Uni<Optional<Integer>> count(CommandDispatcher dispatcher) {
        ServiceQuery online = new ServiceQuery(
                null,
                true,
                List.of(),
                true,
                null,
                null,
                null,
                null,
                ServiceQuery.Sort.NAME,
                false,
                ServiceQuery.MAX_LIMIT);
        return dispatcher
                .ask(NOBODY, new DiscoverServices(online))
                .map(reply -> reply instanceof ServicesFound found
                        ? Optional.of(found.services().size())
                        : Optional.<Integer>empty())
                // The dispatcher has logged and counted it.
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
