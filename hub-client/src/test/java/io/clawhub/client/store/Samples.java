package io.clawhub.client.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.clawhub.client.message.Direction;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;

/** Messages and settings for the tests of the store. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final WorkspaceConfig.Given FAST =
            new WorkspaceConfig.Given(null, null, null, null, WorkspaceConfig.Durability.OS, null);

    private Samples() {}

    static WorkspaceConfig.Given fast(Limits limits) {
        return new WorkspaceConfig.Given(null, null, null, limits, WorkspaceConfig.Durability.OS, null);
    }

    static Message in(String id, String conversation, long seq, String text) {
        return new Message(
                id,
                "key-" + id,
                conversation,
                "direct",
                seq,
                "bob",
                "alice",
                "text",
                text,
                NOW.plusMillis(seq),
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of("n", (int) seq),
                null,
                Direction.IN,
                null);
    }

    static OutgoingMessage out(String id, String to, String text) {
        return OutgoingMessage.to(to, text).withClientMsgId(id);
    }

    /** A clock that stands until it is moved. */
    static final class HandClock extends Clock {
        private volatile Instant now = NOW;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
