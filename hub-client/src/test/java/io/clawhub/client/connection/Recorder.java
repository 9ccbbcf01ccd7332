package io.clawhub.client.connection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.wire.Wire;
import io.clawhub.client.wire.WireEvent;

/** A listener that notes everything, and the cursors of what was delivered. */
final class Recorder implements Connection.Listener {

    final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    final List<ClientException> causes = new CopyOnWriteArrayList<>();
    final List<WireEvent> events = new CopyOnWriteArrayList<>();
    final Map<String, Long> cursors = new ConcurrentHashMap<>();

    @Override
    public void state(ConnectionState state, ClientException cause) {
        states.add(state);
        if (cause != null) {
            causes.add(cause);
        }
    }

    @Override
    public void event(WireEvent event) {
        if (event instanceof WireEvent.Delivered delivered) {
            cursors.put(
                    delivered.message().conversationId(), delivered.message().seq());
        }
        events.add(event);
    }

    @Override
    public Wire.Resume resume() {
        return new Wire.Resume("e1", Map.copyOf(cursors), 256);
    }

    List<String> texts() {
        return events.stream()
                .filter(WireEvent.Delivered.class::isInstance)
                .map(event -> ((WireEvent.Delivered) event).message().text())
                .toList();
    }

    long count(Class<? extends WireEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
