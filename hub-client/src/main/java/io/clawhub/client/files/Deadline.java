package io.clawhub.client.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.clawhub.client.errors.NotConnected;

/** Ends the reading of an answer whose bytes stop coming. */
final class Deadline {

    /** What takes an answer. */
    interface Taking {
        Path take() throws IOException;
    }

    private Deadline() {}

    /** Closes the answer when the time is up; whoever reads it then gets {@link NotConnected}. */
    static Path within(Duration limit, Closeable answer, Taking taking) throws IOException {
        AtomicBoolean expired = new AtomicBoolean();
        CompletableFuture<Boolean> over =
                new CompletableFuture<Boolean>().completeOnTimeout(true, limit.toMillis(), TimeUnit.MILLISECONDS);
        over.thenAcceptAsync(late -> {
            if (late) {
                expired.set(true);
                close(answer);
            }
        });
        try {
            return taking.take();
        } catch (NotConnected broken) {
            throw expired.get() ? FileTransport.tooSlow(limit) : broken;
        } finally {
            over.complete(false);
        }
    }

    private static void close(Closeable answer) {
        try {
            answer.close();
        } catch (IOException alreadyBroken) {
            // The reader hears of it itself.
            return;
        }
    }
}
