package io.clawhub.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Alice asks for acks, carol does not; both talk to bob before, during and after. */
final class KafkaOutage implements AutoCloseable {

    /** The most that one question gives. */
    private static final int ALL = 500;

    private static final int TEXTS_OF_EACH = 20;

    private final List<String> before = Names.numbered("before", TEXTS_OF_EACH);
    private final List<String> held = Names.numbered("held", TEXTS_OF_EACH);
    private final String refusedId = Names.messageId();
    private final String bob = Names.fresh("bob");
    private final Agent asking;
    private final Agent plain;
    private final Agent receiver;
    private String channelId;

    KafkaOutage(HubProcesses hub) {
        asking = Agent.acking(hub, 1, Names.fresh("alice"));
        plain = Agent.plain(hub, 1, Names.fresh("carol"));
        receiver = Agent.plain(hub, 1, bob);
    }

    void begin(Runnable end) {
        for (String text : before) {
            channelId = asking.sayAndAwaitAck(bob, text).path("channel_id").asText();
        }
        plain.say(bob, "hello");
        Soon.await().until(() -> receiver.texts().size() == before.size() + 1);
        end.run();
    }

    void assertRefusedInTimeAndHeld() {
        long start = System.nanoTime();
        asking.say(refusedId, bob, "refused at first");
        plain.sayAll(bob, held);
        JsonNode refused = asking.awaitAck(refusedId);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(Frames.isRefusedForNow(refused)).isTrue();
    }

    void assertNothingIsLostOrTwice() {
        sayUntilTaken(refusedId, "refused at first");
        sayUntilTaken(Names.messageId(), "last");
        plain.say(bob, "last");

        List<String> asked = new ArrayList<>(before);
        asked.addAll(List.of("refused at first", "last"));
        List<String> said = new ArrayList<>(List.of("hello"));
        said.addAll(held);
        said.add("last");
        Soon.await().untilAsserted(() -> {
            assertThat(Frames.field("content", receiver.messagesOf(asking.id())))
                    .isEqualTo(asked);
            assertThat(Frames.field("content", receiver.messagesOf(plain.id()))).isEqualTo(said);
        });
        // History reads on when Kafka lets it, which may be later.
        Soon.await().untilAsserted(() -> assertThat(Frames.field("content", receiver.history(channelId, ALL)))
                .isEqualTo(asked));
        plain.assertToldNothingButMessages();
        assertThat(List.of(asking, plain, receiver)).allMatch(Agent::isOpen);
    }

    /** The same message, again and again until the hub takes it. */
    private void sayUntilTaken(String messageId, String text) {
        Soon.await().until(() -> {
            int before = asking.frames().size();
            asking.say(messageId, bob, text);
            Soon.await().until(() -> asking.frames().size() > before);
            return !"failed".equals(asking.frames().get(before).path("status").asText());
        });
    }

    @Override
    public void close() {
        List.of(asking, plain, receiver).forEach(Agent::close);
    }
}
