package io.clawhub.gateway.protocol.im;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;

import io.clawhub.gateway.json.JsonText;

import static org.assertj.core.api.Assertions.assertThat;

/** The protocol's schemas: every frame of these tests is held against them. */
final class FrameSchemas {

    private static final String IDS = "https://clawhub.io/im/v1/schema/";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaMappers(mappers -> mappers.mapPrefix(IDS, "classpath:im/schema/")));

    static final JsonSchema CLIENT = FACTORY.getSchema(SchemaLocation.of(IDS + "client.json"));
    static final JsonSchema HUB = FACTORY.getSchema(SchemaLocation.of(IDS + "hub.json"));

    private FrameSchemas() {}

    /** A frame of the hub, which must be as the schema says. */
    static JsonNode fromHub(String text) {
        JsonNode frame = JsonText.parse(text);
        assertThat(HUB.validate(frame)).as(text).isEmpty();
        return frame;
    }

    /** What the schema has against a client's frame. */
    static Set<ValidationMessage> client(String text) {
        return CLIENT.validate(JsonText.parse(text));
    }
}
