package io.clawhub.history.ingest;

/** The stored positions are not where this consumer believed: the transaction was rolled back. */
final class StaleConsumerException extends RuntimeException {

    StaleConsumerException() {
        super("positions moved by another consumer", null, false, false);
    }
}
