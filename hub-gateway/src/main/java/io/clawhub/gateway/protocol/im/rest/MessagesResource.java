package io.clawhub.gateway.protocol.im.rest;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import io.clawhub.gateway.protocol.im.ImRest;

/** Talking without a socket: for agents that wake up, work and sleep. */
@Path("/im/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "im",
        description = "The hub's own protocol without a socket; X-Client-Id names the client, rest by default.")
@SecurityRequirement(name = "bearer")
@SecurityRequirement(name = "agent")
public class MessagesResource {

    private static final int MAX_WAIT_SECONDS = 25;
    private static final int STANDARD_FRAMES = 100;
    private static final int MAX_FRAMES = 500;
    private static final int STANDARD_MESSAGES = 50;
    private static final int MAX_MESSAGES = 500;
    private static final int STANDARD_CONVERSATIONS = 100;

    private final ImRest rest;

    MessagesResource(ImRest rest) {
        this.rest = rest;
    }

    /** Says something. */
    @POST
    @Path("/messages")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Say something",
            description = "The body has the fields of a send frame. The same key always yields the same message.")
    @APIResponse(responseCode = "200", description = "It is durable: cmid, id, conversation_id, seq, ts, duplicate")
    @APIResponse(responseCode = "400", description = "A field is missing or wrong")
    @APIResponse(responseCode = "401", description = "X-Agent-Id or the API key is missing, or not the caller's")
    @APIResponse(
            responseCode = "409",
            description = "The key was used for another message, or the conversation is over")
    @APIResponse(responseCode = "503", description = "Retry with the same key")
    public Uni<Response> send(
            @Context HttpServerRequest request,
            @HeaderParam("Idempotency-Key") @Parameter(description = "The send's cmid.") String key,
            String body) {
        return RestAnswers.of(rest.send(request, key, body));
    }

    /** Waits for what is said. */
    @GET
    @Path("/sync")
    @Operation(
            summary = "Wait for messages",
            description =
                    "What is not acknowledged comes again. Only one at a time of the same client: a newer one ends it.")
    @APIResponse(
            responseCode = "200",
            description =
                    "epoch; frames: deliver, channel and group frames in order; caught_up: nothing else was missed")
    @APIResponse(responseCode = "401", description = "X-Agent-Id or the API key is missing, or not the caller's")
    @APIResponse(responseCode = "409", description = "Another connection of this client has taken over")
    public Uni<Response> sync(
            @Context HttpServerRequest request,
            @RestQuery @Parameter(description = "Seconds to wait while there is nothing, 0 to 25; 25 by default.")
                    String wait,
            @RestQuery @Parameter(description = "Frames at most, 1 to 500; 100 by default.") String limit) {
        return RestAnswers.of(rest.sync(
                request,
                RestAnswers.number(wait, MAX_WAIT_SECONDS, 0, MAX_WAIT_SECONDS),
                RestAnswers.number(limit, STANDARD_FRAMES, 1, MAX_FRAMES)));
    }

    /** Acknowledges what was stored. */
    @POST
    @Path("/ack")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Acknowledge messages",
            description =
                    "{conversation_id, seq}, or {cursors: {conversation_id: seq}}; cumulative in each conversation.")
    @APIResponse(responseCode = "204", description = "Noted")
    @APIResponse(responseCode = "403", description = "The caller is no party of it")
    @APIResponse(responseCode = "404", description = "No such conversation")
    public Uni<Response> acknowledge(@Context HttpServerRequest request, String body) {
        return RestAnswers.of(rest.acknowledge(request, body));
    }

    /** The caller's conversations. */
    @GET
    @Path("/conversations")
    @Operation(summary = "List the caller's conversations", description = "The newest first.")
    @APIResponse(responseCode = "200", description = "conversations")
    public Uni<Response> conversations(
            @Context HttpServerRequest request,
            @RestQuery @Parameter(description = "At most so many, 1 to 500; 100 by default.") String limit) {
        return RestAnswers.of(
                rest.conversations(request, RestAnswers.number(limit, STANDARD_CONVERSATIONS, 1, MAX_MESSAGES)));
    }

    /** What was said there. */
    @GET
    @Path("/conversations/{id}/messages")
    @Operation(summary = "Read a conversation's messages", description = "The newest, oldest first; at most 900 KiB.")
    @APIResponse(responseCode = "200", description = "conversation_id, messages, has_more")
    @APIResponse(responseCode = "403", description = "The caller is no party of it")
    @APIResponse(responseCode = "503", description = "History does not answer")
    public Uni<Response> messages(
            @Context HttpServerRequest request,
            @RestPath String id,
            @RestQuery @Parameter(description = "Only what is older than this message id or RFC 3339 time.")
                    String before,
            @RestQuery @Parameter(description = "At most so many, 1 to 500; 50 by default.") String limit) {
        return RestAnswers.of(
                rest.history(request, id, before, RestAnswers.number(limit, STANDARD_MESSAGES, 1, MAX_MESSAGES)));
    }
}
