package io.clawhub.gateway.protocol.im;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.json.JsonFields;

/** Reads {@link SessionFrame}s. */
final class SessionReaders {

    /** The version of the protocol. */
    static final int VERSION = 1;
    /** Deliveries that may be unacknowledged, at most. */
    static final int MAX_WINDOW = 1_000;

    /** The installation's id is part of every cursor's key. */
    private static final int MAX_CLIENT_ID = 100;

    private static final int STANDARD_WINDOW = 256;
    /** Conversations a client may name cursors of; the hub keeps those of all. */
    private static final int MAX_CURSORS = 10_000;

    private SessionReaders() {}

    static void addTo(Map<String, Function<JsonFields, ImFrame>> readers) {
        readers.put("hello", SessionReaders::hello);
        readers.put("window", fields -> new SessionFrame.Window((int) Numbers.required(fields, "n", 1, MAX_WINDOW)));
        readers.put("ping", fields -> {
            Long number = fields.whole("n");
            return new SessionFrame.Ping(number == null ? 0 : number);
        });
        readers.put("bye", fields -> new SessionFrame.Bye());
    }

    /** A client id from outside, checked. */
    static String clientId(String id) {
        if (Ids.checked(id, "client_id").length() > MAX_CLIENT_ID) {
            throw new HubException(HubError.INVALID_ID, "client_id has at most " + MAX_CLIENT_ID + " characters");
        }
        return id;
    }

    private static ImFrame hello(JsonFields fields) {
        // First: of another version nothing else is known.
        Long version = fields.whole("v");
        if (version == null) {
            throw JsonFields.missing("v");
        }
        if (version != VERSION) {
            throw new HubException(HubError.VERSION_REFUSED, "this hub speaks version " + VERSION);
        }
        return new SessionFrame.Hello(
                fields.requiredId("agent_id"),
                clientId(fields.requiredId("client_id")),
                fields.text("epoch"),
                cursors(fields.object("cursors")),
                Numbers.or(fields, "window", STANDARD_WINDOW, 1, MAX_WINDOW));
    }

    /** Conversation id to seq. */
    static Map<String, Long> cursors(JsonNode object) {
        Map<String, Long> cursors = new HashMap<>();
        if (object != null) {
            if (object.size() > MAX_CURSORS) {
                throw JsonFields.wrong("cursors", "an object of at most " + MAX_CURSORS + " numbers");
            }
            JsonFields fields = new JsonFields(object);
            object.fieldNames()
                    .forEachRemaining(id ->
                            cursors.put(Ids.checked(id, "cursors"), Numbers.required(fields, id, 0, Long.MAX_VALUE)));
        }
        return cursors;
    }
}
