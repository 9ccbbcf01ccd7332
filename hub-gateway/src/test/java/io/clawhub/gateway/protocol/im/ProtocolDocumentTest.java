package io.clawhub.gateway.protocol.im;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.json.JsonText;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

/** The document's examples are as the schemas say, the codec reads them, and no frame is without one. */
class ProtocolDocumentTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```json (client|hub)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void clientsExamplesAreRead() throws IOException {
        List<String> examples = examples("client");

        for (String example : examples) {
            assertThat(FrameSchemas.client(example)).as(example).isEmpty();
            ImCodec.decode(JsonText.parse(example));
        }
        assertThat(types(examples)).isEqualTo(new TreeSet<>(ImCodec.types()));
    }

    @Test
    void theHubsExamplesAreAsItsSchemaSays() throws IOException {
        List<String> examples = examples("hub");

        examples.forEach(FrameSchemas::fromHub);

        assertThat(types(examples)).isEqualTo(named(FrameSchemas.HUB.getSchemaNode()));
    }

    @Test
    void theSchemaAndTheCodecKnowTheSameTypes() {
        assertThat(named(FrameSchemas.CLIENT.getSchemaNode())).isEqualTo(new TreeSet<>(ImCodec.types()));
    }

    private static Set<String> named(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path("properties").path("t").path("enum").forEach(name -> names.add(name.textValue()));
        return names;
    }

    private static Set<String> types(List<String> examples) {
        return examples.stream()
                .map(example -> JsonText.parse(example).path("t").textValue())
                .collect(toCollection(TreeSet::new));
    }

    private static List<String> examples(String direction) throws IOException {
        List<String> examples = new ArrayList<>();
        BLOCK.matcher(Files.readString(Path.of("docs/im-protocol.md")))
                .results()
                .filter(block -> block.group(1).equals(direction))
                .forEach(block -> examples.addAll(block.group(2).lines().toList()));
        return examples;
    }
}
