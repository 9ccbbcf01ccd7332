package io.clawhub.gateway.protocol.claw.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceReply.ServiceDescribed;
import io.clawhub.gateway.core.ServiceReply.ServiceRated;
import io.clawhub.gateway.core.ServiceReply.ServicesFound;
import io.clawhub.gateway.core.services.ServiceListing;
import io.clawhub.gateway.http.HttpCallers.Audience;
import io.clawhub.gateway.protocol.claw.SkillJson;

/** Services, to find and read. They are registered on a socket. */
@Path("/api/services")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "services")
@SecurityRequirement(name = "apiKey")
public class ServicesResource {

    private final RestDoor door;

    ServicesResource(RestDoor door) {
        this.door = door;
    }

    /** All that match, as an array. */
    @GET
    @Operation(summary = "Find services", description = "Without filters: all that are online, by name.")
    @APIResponse(responseCode = "200", description = "The services, an array")
    @APIResponse(responseCode = "400", description = "A filter that cannot be used")
    public Uni<ArrayNode> find(@Context HttpServerRequest request, @BeanParam QueryParameters parameters) {
        return door.ask(
                        request,
                        Audience.ANYBODY,
                        () -> new ServiceCommand.DiscoverServices(parameters.query()),
                        ServicesFound.class)
                .map(found -> {
                    ArrayNode skills = JsonNodeFactory.instance.arrayNode();
                    found.services().forEach(service -> skills.add(SkillJson.of(service)));
                    return skills;
                });
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Read a service")
    @APIResponse(responseCode = "200", description = "The service")
    @APIResponse(responseCode = "404", description = "No such service")
    public Uni<ObjectNode> one(@Context HttpServerRequest request, @RestPath String id) {
        return described(request, id).map(SkillJson::of);
    }

    /** Its documentation. */
    @GET
    @Path("/{id}/skill.md")
    @Produces("text/markdown;charset=UTF-8")
    @Operation(summary = "Read a service's documentation")
    @APIResponse(responseCode = "200", description = "The documentation; made from the description if it has none")
    @APIResponse(responseCode = "404", description = "No such service")
    public Uni<String> document(@Context HttpServerRequest request, @RestPath String id) {
        return described(request, id).map(ServicesResource::markdown);
    }

    /** How it is rated. */
    @GET
    @Path("/{id}/ratings")
    @Operation(summary = "Read a service's rating")
    @APIResponse(
            responseCode = "200",
            description = "How many ratings, their average, and how often each score was given")
    @APIResponse(responseCode = "404", description = "No such service")
    public Uni<ObjectNode> ratings(@Context HttpServerRequest request, @RestPath String id) {
        return door.ask(request, Audience.ANYBODY, () -> new ServiceCommand.ReadRating(checked(id)), ServiceRated.class)
                .map(rated -> RatingJson.of(rated.rating()));
    }

    /** Withdraws it. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Withdraw a service", description = "Its owner only. Its sessions end.")
    @SecurityRequirement(name = "agent")
    @APIResponse(responseCode = "200", description = "It is withdrawn")
    @APIResponse(responseCode = "401", description = "X-Agent-Id is missing, or not the caller's")
    @APIResponse(responseCode = "403", description = "The service belongs to somebody else")
    @APIResponse(responseCode = "404", description = "No such service")
    public Uni<ObjectNode> withdraw(@Context HttpServerRequest request, @RestPath String id) {
        return door.ask(request, Audience.AGENT, () -> new ServiceCommand.UnregisterService(checked(id)), Reply.class)
                .map(done -> JsonNodeFactory.instance
                        .objectNode()
                        .put("success", true)
                        .put("service_id", id));
    }

    private Uni<ServiceListing> described(HttpServerRequest request, String id) {
        return door.ask(
                        request,
                        Audience.ANYBODY,
                        () -> new ServiceCommand.DescribeService(checked(id)),
                        ServiceDescribed.class)
                .map(ServiceDescribed::service);
    }

    private static String checked(String id) {
        return Ids.checked(id, "service_id");
    }

    private static String markdown(ServiceListing service) {
        return service.skillDoc() != null
                ? service.skillDoc()
                : "# " + service.name() + "\n\n" + service.description() + "\n";
    }
}
