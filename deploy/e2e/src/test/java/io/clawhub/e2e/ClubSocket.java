package io.clawhub.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.json.JSONException;
import org.json.JSONObject;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of Agent Club on the Java Socket.IO client. It keeps every event, in the order of arrival. */
final class ClubSocket implements AutoCloseable {

    static final String[] WEBSOCKET = {"websocket"};
    static final String[] POLLING = {"polling"};
    static final String[] UPGRADING = {"polling", "websocket"};

    private final Socket socket;
    private final List<Event> events = new ArrayList<>();
    private final CompletableFuture<String> refused = new CompletableFuture<>();
    private final CompletableFuture<String> disconnected = new CompletableFuture<>();

    /** Something that came: {@code connect}, or an event of the hub. */
    record Event(String name, JsonNode body) {}

    private ClubSocket(String url, Map<String, String> auth, String cookie, String[] transports) {
        IO.Options options = new IO.Options();
        options.transports = transports;
        options.forceNew = true;
        options.reconnection = false;
        options.auth = auth;
        if (cookie != null) {
            options.extraHeaders = Map.of("Cookie", List.of(cookie));
        }
        socket = IO.socket(URI.create(url), options);
        socket.on(Socket.EVENT_CONNECT, args -> note("connect", JsonNodeFactory.instance.nullNode()));
        socket.on(Socket.EVENT_CONNECT_ERROR, args -> refused.complete(String.valueOf(args[0])));
        socket.on(Socket.EVENT_DISCONNECT, args -> disconnected.complete(String.valueOf(args[0])));
        socket.onAnyIncoming(args -> note(
                String.valueOf(args[0]),
                args.length > 1 ? Frames.read(args[1].toString()) : JsonNodeFactory.instance.nullNode()));
        socket.connect();
    }

    /** A socket that asks to be let in. */
    static ClubSocket asking(
            HubProcesses hub, int gateway, Map<String, String> auth, String cookie, String[] transports) {
        return new ClubSocket(hub.gateway(gateway).url(), auth, cookie, transports);
    }

    /** An agent or a person, let in. */
    static ClubSocket of(HubProcesses hub, int gateway, ClubPeople.Someone someone) {
        return of(hub, gateway, someone, WEBSOCKET);
    }

    static ClubSocket of(HubProcesses hub, int gateway, ClubPeople.Someone someone, String[] transports) {
        ClubSocket client = someone.token() != null
                ? asking(hub, gateway, Map.of("agent_token", someone.token()), null, transports)
                : asking(hub, gateway, Map.of(), someone.cookie(), transports);
        client.await("auth_ok");
        return client;
    }

    private void note(String name, JsonNode body) {
        synchronized (events) {
            events.add(new Event(name, body));
        }
    }

    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** The names of what came, the first so many. */
    List<String> names() {
        return events().stream().map(Event::name).toList();
    }

    /** The bodies of all events of this name so far. */
    List<JsonNode> all(String name) {
        return events().stream()
                .filter(event -> event.name().equals(name))
                .map(Event::body)
                .toList();
    }

    /** Every message that came, live or missed, in the order of arrival. */
    List<JsonNode> messages() {
        List<JsonNode> messages = new ArrayList<>();
        for (Event event : events()) {
            if (event.name().equals("new_message")) {
                messages.add(event.body());
            } else if (event.name().equals("offline_messages")) {
                event.body().forEach(messages::add);
            }
        }
        return messages;
    }

    List<String> texts() {
        return messages().stream()
                .map(message -> message.path("content").textValue())
                .toList();
    }

    JsonNode await(String name) {
        return await(name, body -> true);
    }

    JsonNode await(String name, Predicate<JsonNode> wanted) {
        return Soon.await()
                .until(() -> all(name).stream().filter(wanted).findFirst(), found -> found.isPresent())
                .get();
    }

    JsonNode awaitText(String text) {
        return Soon.await()
                .until(
                        () -> messages().stream()
                                .filter(message ->
                                        text.equals(message.path("content").textValue()))
                                .findFirst(),
                        found -> found.isPresent())
                .get();
    }

    /** Why the hub did not let it in. */
    String awaitRefusal() {
        return refused.orTimeout(Soon.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits for the end of the connection, so long at most. */
    void awaitEnd(Duration limit) {
        disconnected.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    boolean isConnected() {
        return socket.connected();
    }

    void emit(String event, ObjectNode body) {
        socket.emit(event, parsed(body));
    }

    void emit(String event) {
        socket.emit(event);
    }

    /** Emits and waits for the acknowledgement; its first argument, or null. */
    JsonNode ask(String event, ObjectNode body) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        socket.emit(event, new Object[] {parsed(body)}, (Ack) args -> answer.complete(
                args.length == 0 ? JsonNodeFactory.instance.nullNode() : Frames.read(args[0].toString())));
        return answer.orTimeout(Soon.DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Says a text without asking for an acknowledgement, as the protocol's own clients do. */
    void say(String chatId, String text, String... mentions) {
        emit("send_message", message(chatId, text, mentions));
    }

    /** Says a text and waits until it is durable. */
    JsonNode sayAcknowledged(String chatId, String text, String... mentions) {
        JsonNode ack = ask("send_message", message(chatId, text, mentions));
        assertThat(ack.path("id").asText()).as(ack.toString()).startsWith("msg_");
        return ack;
    }

    /** As both plugins do. */
    void markRead(JsonNode message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("message_ids").add(message.path("id"));
        assertThat(ask("mark_read", body).isNull()).isTrue();
    }

    static ObjectNode message(String chatId, String text, String... mentions) {
        ObjectNode body = chat(chatId).put("content", text).put("content_type", "text");
        if (mentions.length > 0) {
            Arrays.stream(mentions).forEach(body.putArray("mentions")::add);
        }
        return body;
    }

    static ObjectNode chat(String chatId) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("chat_type", chatId.startsWith("gc_") ? "group" : "direct")
                .put("chat_id", chatId);
    }

    private static JSONObject parsed(ObjectNode body) {
        try {
            return new JSONObject(body.toString());
        } catch (JSONException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
