package io.clawhub.client.connection;

import java.util.List;

import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

/** Frames become events. One that is not of the protocol becomes a refusal that answers nothing: the connection outlives it. */
final class Reading {

    private Reading() {}

    static List<WireEvent> events(Wire wire, String text) {
        try {
            return wire.read(text);
        } catch (HubRefused e) {
            return List.of(refused(e.code(), e.getMessage()));
        } catch (RuntimeException e) {
            // It looked right and is not; its words may be somebody's message, so only the kind of failure is told.
            return List.of(refused("BAD_FRAME", e.getClass().getSimpleName()));
        }
    }

    private static WireEvent refused(String code, String message) {
        return new WireEvent.Refused(null, new SendFailure(code, message, false), null);
    }
}
