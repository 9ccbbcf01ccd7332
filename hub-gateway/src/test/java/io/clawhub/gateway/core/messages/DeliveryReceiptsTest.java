package io.clawhub.gateway.core.messages;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.clawhub.events.StreamEvent;
import io.clawhub.events.StreamEvent.MessageDelivered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DeliveryReceiptsTest {

    private final List<StreamEvent> sent = new ArrayList<>();
    private final DeliveryReceipts receipts = DeliveryReceiptsAccess.receipts(sent::add);

    @Test
    void aRecordWithoutTheHeaderCostsNothing() {
        receipts.expect("msg_1");

        assertThat(receipts.requested("msg_1", null)).isNull();
        assertThat(receipts.requested("msg_2", "here")).isNull();
    }

    @Test
    void aDeliveryHereCountsAtOnceWhateverOtherConnectionsMissed() {
        CompletableFuture<Boolean> delivered = receipts.expect("msg_1");
        Receipt receipt = receipts.requested("msg_1", "here");

        receipt.attempt().complete(false);
        receipt.attempt().complete(true);

        assertThat(delivered).isCompletedWithValue(true);
        assertThat(sent).isEmpty();
    }

    @Test
    void anotherGatewayTellsTheSendersOnceAndOnlyWhatItWrote() {
        Receipt missed = receipts.requested("msg_1", "there");
        missed.attempt().complete(false);
        missed.missed().run();
        Receipt written = receipts.requested("msg_2", "there");
        written.attempt().complete(true);
        written.attempt().complete(true);

        assertThat(sent).containsExactly(new MessageDelivered("msg_2", "there"));
    }

    @Test
    void theWordOfAnotherGatewayCountsWhileSomebodyWaits() {
        CompletableFuture<Boolean> delivered = receipts.expect("msg_1");
        receipts.requested("msg_1", "here").missed().run();

        receipts.delivered(new MessageDelivered("msg_1", "here"));
        receipts.delivered(new MessageDelivered("msg_unknown", "here"));

        assertThat(delivered).isCompletedWithValue(true);
    }

    @Test
    void withoutAnyWordItIsPending() {
        CompletableFuture<Boolean> delivered = receipts.expect("msg_1");

        receipts.requested("msg_1", "here").missed().run();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(delivered).isCompletedWithValue(false));
    }
}
