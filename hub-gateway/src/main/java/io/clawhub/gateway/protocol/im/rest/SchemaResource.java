package io.clawhub.gateway.protocol.im.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The protocol's JSON Schema files. */
@Path("/im/v1/schema")
@Produces("application/schema+json")
@Tag(name = "im")
@SecurityRequirements
public class SchemaResource {

    private final Map<String, String> schemas = Stream.of("client.json", "common.json", "hub.json")
            .collect(Collectors.toMap(Function.identity(), name -> text(name)));

    /** One of them. */
    @GET
    @Path("/{name}")
    @Operation(summary = "Read a schema of the protocol's frames", description = "client.json, hub.json or common.json")
    @APIResponse(responseCode = "200", description = "A JSON Schema, draft 2020-12")
    @APIResponse(responseCode = "404", description = "No such schema")
    public String schema(@RestPath String name) {
        String schema = schemas.get(name);
        if (schema == null) {
            throw new NotFoundException();
        }
        return schema;
    }

    private static String text(String name) {
        try (InputStream file = SchemaResource.class.getResourceAsStream("/im/schema/" + name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
