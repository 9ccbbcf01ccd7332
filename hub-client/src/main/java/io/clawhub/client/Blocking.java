package io.clawhub.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.clawhub.client.errors.NotConnected;

/** Calls that wait for what is made of futures. */
final class Blocking {

    /** The disk answers; longer than this it hangs. */
    private static final Duration DISK = Duration.ofMinutes(2);

    private static final int LOOK_MILLIS = 5;

    private Blocking() {}

    /** What the store answered, or what it failed with. */
    static <T> T disk(CompletableFuture<T> future) {
        return get(future, DISK, "the workspace's disk did not answer");
    }

    /** @throws NotConnected with {@code late} as its message when it takes longer */
    static <T> T get(CompletableFuture<T> future, Duration timeout, String late) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unwrapped(e.getCause());
        } catch (TimeoutException e) {
            throw new NotConnected(late, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotConnected("interrupted: " + late, e);
        }
    }

    /** Waits until it is so. False: it is not so after this time, or the thread was interrupted. */
    static boolean until(BooleanSupplier condition, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** As it was meant: without the wrapping of futures. */
    static RuntimeException unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof TimeoutException) {
            return new NotConnected(cause.getMessage(), cause);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
