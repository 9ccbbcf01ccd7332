package io.clawhub.gateway.protocol.claw;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClawInboxTest {

    private final ManualLoop loop = new ManualLoop();
    private final List<String> handled = new ArrayList<>();
    private final List<Boolean> reading = new ArrayList<>();

    @Test
    void beyondTheRateFramesWaitAndKeepTheirOrder() {
        ClawInbox inbox = inbox(10, 2);

        for (int i = 0; i < 5; i++) {
            assertThat(inbox.offer("f" + i)).isTrue();
        }

        assertThat(handled).containsExactly("f0", "f1");
        loop.pass(1_000);
        assertThat(handled).containsExactly("f0", "f1", "f2", "f3", "f4");
        assertThat(reading).isEmpty();
    }

    @Test
    void readingStopsEarlyAndWhatStillComesIsKeptThenRefused() {
        ClawInbox inbox = inbox(1_000, 1);
        inbox.offer("first");

        int taken = 0;
        while (inbox.offer("f" + taken)) {
            taken++;
        }

        assertThat(taken).isEqualTo(ClawInbox.MAX_FRAMES);
        assertThat(reading).containsExactly(false);
        loop.pass(60_000);
        assertThat(reading).containsExactly(false, true);
        assertThat(handled).hasSize(taken + 1);
    }

    @Test
    void everyReasonToWaitCounts() {
        ClawInbox inbox = inbox(0, 1);
        inbox.await(ClawInbox.Wait.IDENTIFYING);
        inbox.await(ClawInbox.Wait.LANE);
        inbox.offer("f");

        inbox.proceed(ClawInbox.Wait.LANE);
        assertThat(handled).isEmpty();
        assertThat(reading).containsExactly(false);
        inbox.proceed(ClawInbox.Wait.IDENTIFYING);

        assertThat(handled).containsExactly("f");
        assertThat(reading).containsExactly(false, true);
    }

    @Test
    void theSharedBucketCountsToo() {
        ClawInbox inbox = inbox(0, 1);
        TokenBucket shared = new TokenBucket(1, 1, loop::nanoTime);
        inbox.share(shared);
        shared.take();

        inbox.offer("f");

        assertThat(handled).isEmpty();
        loop.pass(1_100);
        assertThat(handled).containsExactly("f");
    }

    @Test
    void aLongBacklogLetsOthersRun() {
        ClawInbox inbox = inbox(0, 1);
        inbox.await(ClawInbox.Wait.LANE);
        for (int i = 0; i < 1_000; i++) {
            inbox.offer("f" + i);
        }

        inbox.proceed(ClawInbox.Wait.LANE);
        assertThat(handled).hasSizeLessThan(1_000);
        loop.turn();
        assertThat(handled).hasSize(1_000);
    }

    @Test
    void whatCameBeforeTheEndIsHandled() {
        ClawInbox inbox = inbox(10, 2);
        List<String> ends = new ArrayList<>();
        inbox.await(ClawInbox.Wait.IDENTIFYING);
        for (int i = 0; i < 4; i++) {
            inbox.offer("f" + i);
        }

        inbox.end(() -> ends.add("handled " + handled.size()));
        assertThat(handled).isEmpty();
        inbox.proceed(ClawInbox.Wait.IDENTIFYING);
        loop.pass(1_000);

        assertThat(handled).containsExactly("f0", "f1", "f2", "f3");
        assertThat(ends).containsExactly("handled 4");
    }

    @Test
    void afterTheHubItselfClosedNothingIsHandled() {
        ClawInbox inbox = inbox(10, 2);
        List<String> ends = new ArrayList<>();
        inbox.await(ClawInbox.Wait.IDENTIFYING);
        inbox.offer("f");

        inbox.close();
        inbox.end(() -> ends.add("end"));
        inbox.proceed(ClawInbox.Wait.IDENTIFYING);

        assertThat(handled).isEmpty();
        assertThat(ends).containsExactly("end");
    }

    private ClawInbox inbox(int perSecond, int burst) {
        return new ClawInbox(handled::add, reading::add, loop, new TokenBucket(perSecond, burst, loop::nanoTime));
    }
}
