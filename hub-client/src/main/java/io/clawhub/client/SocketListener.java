package io.clawhub.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** The JDK socket's callbacks, turned into whole texts. Reads the next part only when the receiver wants more. */
final class SocketListener implements WebSocket.Listener {

    /** Where texts and the end go to. Called by the socket's thread. */
    interface Receiver {

        /** Before any text. */
        void opened(WebSocket socket);

        void text(String text);

        void badFrame(HubException failure);

        void ended(Closed closed, Throwable failure);

        /** Runs the action when there is room for another frame. */
        void whenRoom(Runnable action);
    }

    private final Receiver receiver;
    private final TextAssembler texts;

    SocketListener(Receiver receiver, int maxMessageChars) {
        this.receiver = receiver;
        this.texts = new TextAssembler(maxMessageChars);
    }

    @Override
    public void onOpen(WebSocket socket) {
        receiver.opened(socket);
        socket.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        try {
            String whole = texts.add(data, last);
            if (whole != null) {
                receiver.text(whole);
            }
        } catch (HubException e) {
            receiver.badFrame(e);
            socket.abort();
            receiver.ended(new Closed(Closed.BROKEN, e.getMessage()), e);
            return null;
        }
        receiver.whenRoom(() -> socket.request(1));
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        receiver.badFrame(new HubException(HubException.BAD_FRAME, "binary message"));
        receiver.whenRoom(() -> socket.request(1));
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        receiver.ended(new Closed(statusCode, reason), null);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        receiver.ended(new Closed(Closed.BROKEN, ""), error);
    }
}
