package io.clawhub.gateway.core.channels;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static io.clawhub.events.ConversationStatus.ACTIVE;
import static io.clawhub.events.ConversationStatus.ENDED;
import static io.clawhub.events.ConversationStatus.PENDING;
import static io.clawhub.events.ConversationStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PairChannelTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T1 = T0.plusSeconds(1);
    private static final Instant T2 = T0.plusSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(25);
    private static final Duration IDLE = Duration.ofHours(1);

    private final PairChannel pending =
            PairChannel.requested("ch_1", new Parties("svc", "provider", "consumer"), "r1", "may I?", T0, TIMEOUT);
    private final PairChannel active = pending.accepted("provider", "yes", T1, IDLE);
    private final PairChannel rejected = pending.rejected("provider", "no", T1);
    private final PairChannel ended = active.ended("consumer", "done", T2);

    @Test
    void eachChangeHasItsOwnIdAndSaysWhoMadeIt() {
        assertThat(pending.change())
                .isEqualTo(new ConversationChanged(
                        "chg_ch_1_1",
                        "ch_1",
                        ConversationKind.CHANNEL,
                        PENDING,
                        "svc",
                        List.of(new Member("provider", "provider"), new Member("consumer", "consumer")),
                        "consumer",
                        "r1",
                        "may I?",
                        T0));
        assertThat(active.change().changeId()).isEqualTo("chg_ch_1_2");
        assertThat(active.change().byParticipantId()).isEqualTo("provider");
        assertThat(active.change().status()).isEqualTo(ACTIVE);
        assertThat(ended.change().changeId()).isEqualTo("chg_ch_1_3");
        assertThat(ended.change().byParticipantId()).isEqualTo("consumer");
        assertThat(ended.change().text()).isEqualTo("done");
    }

    @Test
    void aRepeatChangesNothing() {
        assertThat(active.accepted("provider", "yes again", T2, IDLE)).isSameAs(active);
        assertThat(rejected.rejected("provider", "no again", T2)).isSameAs(rejected);
        assertThat(ended.ended("provider", "again", T2)).isSameAs(ended);
        assertThat(rejected.ended("consumer", "again", T2)).isSameAs(rejected);
    }

    @Test
    void whatIsOverCannotBeAnswered() {
        assertThat(refusal(() -> rejected.accepted("provider", null, T2, IDLE))).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal(() -> ended.accepted("provider", null, T2, IDLE))).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal(() -> ended.rejected("provider", null, T2))).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal(() -> active.rejected("provider", null, T2))).isEqualTo(HubError.CONFLICT);
    }

    @Test
    void onlyTheProviderAnswersAndOnlyAPartyEnds() {
        for (String other : List.of("consumer", "stranger")) {
            assertThat(refusal(() -> pending.accepted(other, null, T1, IDLE))).isEqualTo(HubError.NOT_A_PARTY);
            assertThat(refusal(() -> pending.rejected(other, null, T1))).isEqualTo(HubError.NOT_A_PARTY);
        }
        assertThat(refusal(() -> ended.ended("stranger", null, T2))).isEqualTo(HubError.NOT_A_PARTY);
    }

    @Test
    void aPendingRequestIsEndedByWithdrawingOrRejectingIt() {
        assertThat(pending.ended("consumer", null, T1).text()).isEqualTo("request withdrawn");
        assertThat(pending.ended("consumer", "never mind", T1).text()).isEqualTo("never mind");
        assertThat(pending.ended("provider", "no", T1).status()).isEqualTo(REJECTED);
    }

    @Test
    void theHubEndsWhatHasExpired() {
        assertThat(pending.expired(T0.plus(TIMEOUT).minusNanos(1))).isSameAs(pending);
        assertThat(pending.expired(T0.plus(TIMEOUT)).text()).isEqualTo(PairChannel.PROVIDER_OFFLINE);
        assertThat(announced().expired(T0.plus(TIMEOUT)).text()).isEqualTo(PairChannel.TIMEOUT);
        assertThat(pending.expired(T0.plus(TIMEOUT)).status()).isEqualTo(REJECTED);
        assertThat(pending.expired(T0.plus(TIMEOUT)).changedBy()).isNull();

        assertThat(active.expired(T1.plus(IDLE).minusNanos(1))).isSameAs(active);
        assertThat(active.expired(T1.plus(IDLE)).status()).isEqualTo(ENDED);
        assertThat(active.expired(T1.plus(IDLE)).text()).isEqualTo(PairChannel.IDLE);
        assertThat(ended.expired(T1.plus(IDLE))).isSameAs(ended);
    }

    @Test
    void aWithdrawnServiceRejectsAndEnds() {
        assertThat(pending.withdrawn(T2).status()).isEqualTo(REJECTED);
        assertThat(active.withdrawn(T2).status()).isEqualTo(ENDED);
        assertThat(ended.withdrawn(T2)).isSameAs(ended);
    }

    @Test
    void eachChangeIsToldToWhomItIsNewsFor() {
        assertThat(ChannelDelivery.told(pending.change())).containsExactly("provider");
        assertThat(ChannelDelivery.told(active.change())).containsExactly("consumer");
        assertThat(ChannelDelivery.told(rejected.change())).containsExactly("consumer");
        assertThat(ChannelDelivery.told(ended.change())).containsExactly("provider");
        assertThat(ChannelDelivery.told(active.ended("provider", null, T2).change()))
                .containsExactly("consumer");
        assertThat(ChannelDelivery.told(active.withdrawn(T2).change())).containsExactly("provider", "consumer");
    }

    private PairChannel announced() {
        return new PairChannel(
                "ch_1", pending.parties(), PENDING, "r1", null, "consumer", T0, T0, pending.expiresAt(), true, 1);
    }

    private static HubError refusal(ThrowingCallable call) {
        return catchThrowableOfType(HubException.class, call).error();
    }
}
