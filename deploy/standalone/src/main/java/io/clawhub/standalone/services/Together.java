package io.clawhub.standalone.services;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import io.clawhub.standalone.process.StartException;

/** Does the same to several parts at once. */
public final class Together {
    private Together() {}

    /**
     * Returns when it is done to all; then throws the first failure, the others suppressed in it.
     *
     * @throws StartException as thrown by {@code action}
     */
    public static <P> void forEach(List<? extends P> parts, Consumer<? super P> action) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            parts.forEach(part -> running.add(threads.submit(() -> action.accept(part))));
            RuntimeException failure = null;
            for (Future<?> one : running) {
                RuntimeException failed = failureOf(one);
                if (failure == null) {
                    failure = failed;
                } else if (failed != null) {
                    failure.addSuppressed(failed);
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static RuntimeException failureOf(Future<?> future) {
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RuntimeException failure ? failure : new StartException(e.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StartException("Interrupted", e);
        }
    }
}
