package io.clawhub.gateway.core.messages;

import java.util.concurrent.CompletableFuture;

/**
 * Somebody waits to hear whether a message was written to a live connection of its target.
 *
 * @param delivered to be run when it was; again does no harm
 * @param missed to be run when it was not, here; it may still be elsewhere
 */
public record Receipt(Runnable delivered, Runnable missed) {

    /** For one connection's gate: true when the message is on its socket, false when it will not be. */
    public CompletableFuture<Boolean> attempt() {
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        outcome.thenAccept(written -> (written ? delivered : missed).run());
        return outcome;
    }
}
