package io.clawhub.client.cli;

/** It did not come as far as was asked in time. */
final class NotInTime extends RuntimeException {
    NotInTime(String message) {
        super(message);
    }
}
