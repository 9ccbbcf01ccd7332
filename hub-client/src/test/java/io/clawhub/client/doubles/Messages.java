package io.clawhub.client.doubles;

import java.time.Instant;
import java.util.List;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;

/** Messages as the hub delivers them. */
public final class Messages {

    private Messages() {}

    public static Message in(String conversation, long seq, String from, String text) {
        return in(conversation, "direct", seq, from, text, List.of());
    }

    public static Message in(
            String conversation, String kind, long seq, String from, String text, List<String> mentions) {
        return new Message(
                "msg_" + conversation + "_" + seq,
                null,
                conversation,
                kind,
                seq,
                from,
                "me",
                "text",
                text,
                Instant.EPOCH.plusSeconds(seq),
                null,
                null,
                null,
                mentions,
                null,
                null,
                null,
                from.equals("me") ? Direction.OUT : Direction.IN,
                null);
    }
}
