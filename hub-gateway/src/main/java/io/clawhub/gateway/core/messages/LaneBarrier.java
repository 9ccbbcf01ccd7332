package io.clawhub.gateway.core.messages;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Work that has its turn in a lane: done once when it comes, or not at all if it came too late. */
final class LaneBarrier<T> {

    private final Supplier<? extends CompletionStage<? extends T>> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    /** Started, or given up. */
    private final AtomicBoolean taken = new AtomicBoolean();

    LaneBarrier(Supplier<? extends CompletionStage<? extends T>> work) {
        this.work = work;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** Does the work; {@code onDone} runs when it has ended, on any thread. */
    void run(Runnable onDone) {
        if (!taken.compareAndSet(false, true)) {
            onDone.run();
            return;
        }
        CompletionStage<? extends T> running;
        try {
            running = work.get();
        } catch (RuntimeException refusal) {
            running = CompletableFuture.failedFuture(refusal);
        }
        running.whenComplete((result, failure) -> {
            try {
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(failure);
                }
            } finally {
                onDone.run();
            }
        });
    }

    void giveUpAfter(Duration patience) {
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (taken.compareAndSet(false, true)) {
                        answer.completeExceptionally(new HubException(
                                HubError.DIRECTORY_UNAVAILABLE, "what you said before still waits, please retry"));
                    }
                });
    }
}
