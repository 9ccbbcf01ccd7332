package io.clawhub.history.query;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.EventJson;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.events.Provenance;
import io.clawhub.events.SenderProfile;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.events.archive.MessageState;
import io.clawhub.events.archive.MessageState.Reaction;

/**
 * The rows of a {@link PageSql#page}.
 *
 * @param messages in the query's order
 * @param hasMore whether the query found more than the page holds
 */
record PageRows(List<LoggedMessage> messages, boolean hasMore) {

    private static final Map<String, ConversationKind> KINDS = Arrays.stream(ConversationKind.values())
            .collect(Collectors.toUnmodifiableMap(ConversationKind::wireName, Function.identity()));

    static PageRows of(RowSet<Row> rows) {
        List<LoggedMessage> messages = new ArrayList<>(rows.size());
        long available = 0;
        for (Row row : rows) {
            messages.add(message(row));
            available = row.getLong(17);
        }
        return new PageRows(messages, available > messages.size());
    }

    HistoryPage inOrder() {
        return new HistoryPage(messages, hasMore);
    }

    /** For a query that runs from the newest back. */
    HistoryPage reversed() {
        List<LoggedMessage> oldestFirst = new ArrayList<>(messages);
        Collections.reverse(oldestFirst);
        return new HistoryPage(oldestFirst, hasMore);
    }

    /** The kind of this name. */
    static ConversationKind kind(String wireName) {
        return KINDS.get(wireName);
    }

    private static LoggedMessage message(Row row) {
        MessageAccepted message = new MessageAccepted(
                row.getString(2),
                row.getString(3),
                row.getString(0),
                kind(row.getString(9)),
                row.getString(4),
                List.of(row.getArrayOfStrings(5)),
                row.getString(6),
                EventJson.readTree(row.getString(7)),
                read(row.getString(11), MessageDetails.class),
                row.getString(12),
                provenance(row.getString(8)),
                read(row.getString(13), SenderProfile.class));
        return new LoggedMessage(
                message,
                row.getLong(1),
                row.getOffsetDateTime(10).toInstant(),
                MessageState.of(time(row, 14), time(row, 15), reactions(row.getString(16))));
    }

    private static Instant time(Row row, int column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static List<Reaction> reactions(String json) {
        if (json == null) {
            return List.of();
        }
        Map<String, List<String>> by = new LinkedHashMap<>();
        EventJson.readTree(json)
                .forEach(pair -> by.computeIfAbsent(pair.get(0).textValue(), reaction -> new ArrayList<>())
                        .add(pair.get(1).textValue()));
        return by.entrySet().stream()
                .map(reaction -> new Reaction(reaction.getKey(), reaction.getValue()))
                .toList();
    }

    private static <T> T read(String json, Class<T> type) {
        return json == null ? null : EventJson.readText(json, type);
    }

    private static Provenance provenance(String json) {
        if (json == null) {
            return null;
        }
        JsonNode fields = EventJson.readTree(json);
        return new Provenance(
                fields.path("protocol").textValue(),
                fields.path("authentication").textValue(),
                fields.path("onBehalfOf").textValue());
    }
}
