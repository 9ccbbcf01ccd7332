package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.clawhub.gateway.core.administration.Settings;
import io.clawhub.gateway.http.JsonDoor;
import io.clawhub.gateway.http.SessionCallers;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.protocol.agentclub.ClubClient;

/** Words that administrators keep under a name. */
@Path("/api/settings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "agent club")
public class SettingsResource {

    private final SessionCallers callers;
    private final Settings settings;
    private final JsonDoor door;

    SettingsResource(SessionCallers callers, Settings settings, JsonDoor door) {
        this.callers = callers;
        this.settings = settings;
        this.door = door;
    }

    /** All of them. */
    @GET
    @Operation(summary = "Read the settings", description = "Administrators only; an object of strings.")
    public Uni<Response> all(@Context HttpServerRequest request) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.administrator(request).chain(me -> settings.all()).map(SettingsResource::json));
    }

    /** Sets some. */
    @PUT
    @Operation(summary = "Change settings", description = "An object of strings; the others stay. Answers all of them.")
    public Uni<Response> put(@Context HttpServerRequest request, String body) {
        return door.answer(
                ClubClient.OVER_HTTP,
                callers.administrator(request)
                        .chain(me -> settings.put(AgentsResource.actor(me, request), some(JsonDoor.fields(body))))
                        .map(SettingsResource::json));
    }

    private static Map<String, String> some(JsonFields fields) {
        Map<String, String> some = new LinkedHashMap<>();
        fields.json().fieldNames().forEachRemaining(name -> some.put(name, fields.requiredText(name)));
        return some;
    }

    private static ObjectNode json(Map<String, String> all) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        all.forEach(answer::put);
        return answer;
    }
}
