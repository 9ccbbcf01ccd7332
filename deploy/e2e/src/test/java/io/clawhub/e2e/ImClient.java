package io.clawhub.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;

import io.clawhub.standalone.HubProcesses;
import io.clawhub.standalone.testing.FrameSocket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client of the hub's own protocol that does nothing by itself: it keeps what it gets and acknowledges when it is told to.
 * Frames of both directions are held against the protocol's schemas.
 */
final class ImClient implements AutoCloseable {

    private static final String IDS = "https://clawhub.io/im/v1/schema/";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaMappers(mappers -> mappers.mapPrefix(
                    IDS,
                    Path.of("../../hub-gateway/src/main/resources/im/schema/")
                            .toUri()
                            .toString())));
    private static final JsonSchema CLIENT = FACTORY.getSchema(SchemaLocation.of(IDS + "client.json"));
    private static final JsonSchema HUB = FACTORY.getSchema(SchemaLocation.of(IDS + "hub.json"));

    private final FrameSocket socket;
    /** What came and was not taken yet. */
    private final List<JsonNode> frames = new ArrayList<>();

    private ImClient(FrameSocket socket) {
        this.socket = socket;
    }

    /** A socket that has said nothing yet. */
    static ImClient connect(HubProcesses hub, int gateway, Map<String, String> headers) {
        return new ImClient(FrameSocket.connect(hub.gatewayUrl(gateway) + "im/v1/ws", headers));
    }

    /** A welcomed client. */
    static ImClient of(HubProcesses hub, int gateway, String agentId, String clientId) {
        ImClient client = connect(hub, gateway, Map.of());
        client.say("{'t':'hello','v':1,'agent_id':'%s','client_id':'%s'}", agentId, clientId);
        client.await("welcome");
        return client;
    }

    /** A welcomed client that has got what it missed. */
    static ImClient caughtUp(HubProcesses hub, int gateway, String agentId, String clientId) {
        ImClient client = of(hub, gateway, agentId, clientId);
        client.awaitKeeping(frame -> "caught_up".equals(type(frame)));
        return client;
    }

    /** Says a frame, written with single quotes. */
    ImClient say(String frame, Object... values) {
        String json = frame.replace('\'', '"').formatted(values);
        assertThat(CLIENT.validate(Frames.read(json))).as(json).isEmpty();
        socket.send(json);
        return this;
    }

    /** Says a message and waits until it is durable. */
    JsonNode send(String cmid, String to, String text) {
        say("{'t':'send','cmid':'%s','to':'%s','text':'%s'}", cmid, to, text);
        return await(frame ->
                "send_ok".equals(type(frame)) && cmid.equals(frame.path("cmid").asText()));
    }

    /** Acknowledges a message and all before it. */
    void ack(JsonNode message) {
        say(
                "{'t':'ack','conversation_id':'%s','seq':%d}",
                message.path("conversation_id").asText(), message.path("seq").asLong());
    }

    /** Asks a question and waits for its reply. */
    JsonNode ask(String rid, String frame, Object... values) {
        say(frame, values);
        return await(answer -> rid.equals(answer.path("rid").asText()));
    }

    /** The first frame of this type that was not taken yet; it is taken, what came before it stays. */
    JsonNode await(String type) {
        return await(frame -> type.equals(type(frame)));
    }

    JsonNode await(Predicate<JsonNode> wanted) {
        JsonNode frame = awaitKeeping(wanted);
        frames.remove(frame);
        return frame;
    }

    /** The next message. */
    JsonNode awaitMessage() {
        return await("deliver").path("message");
    }

    /** So many messages, in the order of their arrival. */
    List<String> awaitTexts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(awaitMessage().path("text").asText());
        }
        return texts;
    }

    /** Nothing of this type comes or has come, by the time the hub has answered a ping sent afterwards. */
    void assertNone(String type) {
        say("{'t':'ping','n':77}");
        await(frame -> "pong".equals(type(frame)) && frame.path("n").asInt() == 77);
        assertThat(frames).noneMatch(frame -> type.equals(type(frame)));
    }

    int closeCode() {
        return socket.closeCode();
    }

    FrameSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        socket.close();
    }

    private JsonNode awaitKeeping(Predicate<JsonNode> wanted) {
        for (JsonNode frame : frames) {
            if (wanted.test(frame)) {
                return frame;
            }
        }
        long deadline = System.nanoTime() + Soon.DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            String text = socket.next(Duration.ofSeconds(1));
            if (text != null) {
                JsonNode frame = Frames.read(text);
                assertThat(HUB.validate(frame)).as(text).isEmpty();
                frames.add(frame);
                if (wanted.test(frame)) {
                    return frame;
                }
            }
        }
        throw new AssertionError("the frame did not come; these did: " + frames);
    }

    private static String type(JsonNode frame) {
        return frame.path("t").asText();
    }
}
