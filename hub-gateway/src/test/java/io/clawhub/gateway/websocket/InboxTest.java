package io.clawhub.gateway.websocket;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InboxTest {

    private final ManualLoop loop = new ManualLoop();
    private final List<String> handled = new ArrayList<>();
    private final List<Boolean> reading = new ArrayList<>();

    @Test
    void beyondTheRateFramesWaitAndKeepTheirOrder() {
        Inbox inbox = inbox(10, 2);

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
        Inbox inbox = inbox(1_000, 1);
        inbox.offer("first");

        int taken = 0;
        while (inbox.offer("f" + taken)) {
            taken++;
        }

        assertThat(taken).isEqualTo(Inbox.MAX_FRAMES);
        assertThat(reading).containsExactly(false);
        loop.pass(60_000);
        assertThat(reading).containsExactly(false, true);
        assertThat(handled).hasSize(taken + 1);
    }

    @Test
    void everyReasonToWaitCounts() {
        Inbox inbox = inbox(0, 1);
        inbox.await(Inbox.Wait.IDENTIFYING);
        inbox.await(Inbox.Wait.LANE);
        inbox.offer("f");

        inbox.proceed(Inbox.Wait.LANE);
        assertThat(handled).isEmpty();
        assertThat(reading).containsExactly(false);
        inbox.proceed(Inbox.Wait.IDENTIFYING);

        assertThat(handled).containsExactly("f");
        assertThat(reading).containsExactly(false, true);
    }

    @Test
    void theSharedBucketCountsToo() {
        Inbox inbox = inbox(0, 1);
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
        Inbox inbox = inbox(0, 1);
        inbox.await(Inbox.Wait.LANE);
        for (int i = 0; i < 1_000; i++) {
            inbox.offer("f" + i);
        }

        inbox.proceed(Inbox.Wait.LANE);
        assertThat(handled).hasSizeLessThan(1_000);
        loop.turn();
        assertThat(handled).hasSize(1_000);
    }

    @Test
    void whatCameBeforeTheEndIsHandled() {
        Inbox inbox = inbox(10, 2);
        List<String> ends = new ArrayList<>();
        inbox.await(Inbox.Wait.IDENTIFYING);
        for (int i = 0; i < 4; i++) {
            inbox.offer("f" + i);
        }

        inbox.end(() -> ends.add("handled " + handled.size()));
        assertThat(handled).isEmpty();
        inbox.proceed(Inbox.Wait.IDENTIFYING);
        loop.pass(1_000);

        assertThat(handled).containsExactly("f0", "f1", "f2", "f3");
        assertThat(ends).containsExactly("handled 4");
    }

    @Test
    void afterTheHubItselfClosedNothingIsHandled() {
        Inbox inbox = inbox(10, 2);
        List<String> ends = new ArrayList<>();
        inbox.await(Inbox.Wait.IDENTIFYING);
        inbox.offer("f");

        inbox.close();
        inbox.end(() -> ends.add("end"));
        inbox.proceed(Inbox.Wait.IDENTIFYING);

        assertThat(handled).isEmpty();
        assertThat(ends).containsExactly("end");
    }

    private Inbox inbox(int perSecond, int burst) {
        return new Inbox(handled::add, reading::add, loop, new TokenBucket(perSecond, burst, loop::nanoTime));
    }
}
