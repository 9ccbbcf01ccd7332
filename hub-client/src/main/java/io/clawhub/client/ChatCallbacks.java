package io.clawhub.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clawhub.client.connection.ConnectionState;
import io.clawhub.client.wire.WireEvent;

/** The agent's callbacks for all but messages. */
final class ChatCallbacks {

    private final List<Consumer<ChatRequest>> onRequest = new CopyOnWriteArrayList<>();
    private final List<Consumer<ChatEnd>> onEnd = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<ConnectionState, Throwable>> onConnection = new CopyOnWriteArrayList<>();
    private final List<Runnable> onClose = new CopyOnWriteArrayList<>();

    void onChatRequest(Consumer<ChatRequest> callback) {
        onRequest.add(callback);
    }

    void onChatEnd(Consumer<ChatEnd> callback) {
        onEnd.add(callback);
    }

    void onConnection(BiConsumer<ConnectionState, Throwable> callback) {
        onConnection.add(callback);
    }

    void onClose(Runnable callback) {
        onClose.add(callback);
    }

    boolean wantConnection() {
        return !onConnection.isEmpty();
    }

    void connection(ConnectionState state, Throwable cause) {
        onConnection.forEach(callback -> callback.accept(state, cause));
    }

    void closed() {
        onClose.forEach(Runnable::run);
    }

    /** Each callback is one event, so that one that throws does not keep another from hearing it. */
    void channel(WireEvent.ChannelChanged changed, UserCode userCode) {
        String text = changed.text() == null ? "" : changed.text();
        if ("pending".equals(changed.status())) {
            ChatRequest request =
                    new ChatRequest(changed.conversationId(), changed.serviceId(), changed.consumerId(), text);
            onRequest.forEach(callback -> userCode.run(() -> callback.accept(request)));
        } else if ("ended".equals(changed.status())) {
            ChatEnd end = new ChatEnd(changed.conversationId(), changed.by(), text);
            onEnd.forEach(callback -> userCode.run(() -> callback.accept(end)));
        }
    }
}
