package io.clawhub.client.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A change that was asked for.
 *
 * @param change makes it in memory
 * @param alone whether it is no change but work on the files, to be done when all before it is written
 * @param failed what to note in memory when it could not be written
 * @param result told when it is durable
 */
record Op<T>(
        Function<ClientState, T> change, boolean alone, Consumer<ClientState> failed, CompletableFuture<T> result) {

    static <T> Op<T> of(Function<ClientState, T> change) {
        return new Op<>(change, false, state -> {}, new CompletableFuture<>());
    }

    static <T> Op<T> alone(Function<ClientState, T> work) {
        return new Op<>(work, true, state -> {}, new CompletableFuture<>());
    }

    /** Carries it out in memory; what the returned action does, tell the caller, waits for the disk. */
    Runnable apply(ClientState state) {
        T value = change.apply(state);
        return () -> result.complete(value);
    }
}
