package io.clawhub.load.group;

import java.net.URI;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A connected member, with the hub's own protocol. Used on the event loop only. */
final class GroupMember {

    private static final String PATH = "/im/v1/ws";
    private static final String DELIVERY = "{\"t\":\"deliver\"";
    private static final String SEQ = "\"seq\":";
    private static final String TEXT = "\"text\":\"";
    /** The most that may be unacknowledged. */
    private static final int WINDOW = 1_000;

    private static final int ACKNOWLEDGED_AT_ONCE = 100;

    /** Where a run hears of what happens to its members. */
    interface Events {

        /** The hub has this message of the speaker. */
        void accepted(long number);

        /** A message came to somebody. */
        void arrived(String text);

        /** Something went wrong. */
        void failed(String why);
    }

    private final String id;
    private final WebSocket socket;
    private final Events events;
    private final Promise<Void> ready = Promise.promise();
    private Promise<JsonObject> answer;
    private long lastSeq = -1;
    private long received;
    private long disordered;

    private GroupMember(String id, WebSocket socket, Events events) {
        this.id = id;
        this.socket = socket;
        this.events = events;
        socket.textMessageHandler(this::take);
        socket.closeHandler(gone -> {
            String why = "connection of " + id + " closed with code " + socket.closeStatusCode();
            ready.tryFail(why);
            events.failed(why);
        });
        socket.writeTextMessage(frame("hello")
                .put("v", 1)
                .put("agent_id", id)
                .put("client_id", "load")
                .put("window", WINDOW)
                .encode());
    }

    /** Connects, and waits until the member hears what is live. */
    static Future<GroupMember> connect(WebSocketClient client, String url, String id, Events events) {
        URI hub = URI.create(url);
        return client.connect(new WebSocketConnectOptions()
                        .setHost(hub.getHost())
                        .setPort(hub.getPort())
                        .setURI(PATH))
                .compose(socket -> {
                    GroupMember member = new GroupMember(id, socket, events);
                    return member.ready.future().map(member);
                });
    }

    /** The conversation of a new group. */
    Future<String> open(JsonArray others) {
        return ask(frame("group_create").put("name", "crowd").put("key", id).put("members", others))
                .map(reply -> reply.getString("conversation_id"));
    }

    Future<Void> add(String conversation, JsonArray others) {
        return ask(frame("group_add").put("conversation_id", conversation).put("members", others))
                .mapEmpty();
    }

    void say(String conversation, long number, String text) {
        socket.writeTextMessage(frame("send")
                .put("cmid", Long.toString(number))
                .put("conversation_id", conversation)
                .put("text", text)
                .encode());
    }

    String id() {
        return id;
    }

    long received() {
        return received;
    }

    long disordered() {
        return disordered;
    }

    private Future<JsonObject> ask(JsonObject question) {
        answer = Promise.promise();
        socket.writeTextMessage(question.put("rid", "q").encode());
        return answer.future();
    }

    private void take(String frame) {
        if (frame.startsWith(DELIVERY)) {
            arrived(frame);
            return;
        }
        JsonObject json = new JsonObject(frame);
        switch (json.getString("t")) {
            case "caught_up" -> ready.tryComplete();
            case "send_ok" -> events.accepted(Long.parseLong(json.getString("cmid")));
            case "reply" -> answer.complete(json);
            case "send_err" -> events.failed(frame);
            case "error" -> {
                if (!ready.tryFail(frame) && (answer == null || !answer.tryFail(frame))) {
                    events.failed(frame);
                }
            }
            default -> {
                // Who joined, and other things that are not counted.
            }
        }
    }

    private void arrived(String frame) {
        int at = frame.indexOf(SEQ) + SEQ.length();
        long seq = Long.parseLong(frame, at, frame.indexOf(',', at), 10);
        if (seq <= lastSeq) {
            disordered++;
            return;
        }
        lastSeq = seq;
        received++;
        if (received % ACKNOWLEDGED_AT_ONCE == 0) {
            JsonObject message = new JsonObject(frame).getJsonObject("message");
            socket.writeTextMessage(frame("ack")
                    .put("conversation_id", message.getString("conversation_id"))
                    .put("seq", seq)
                    .encode());
        }
        int text = frame.indexOf(TEXT) + TEXT.length();
        events.arrived(frame.substring(text, frame.indexOf('"', text)));
    }

    private static JsonObject frame(String type) {
        return new JsonObject().put("t", type);
    }
}
