package io.clawhub.gateway.protocol.agentclub;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoText;

/**
 * {@code new_message} frames. A live message is one object for all sockets it goes to, one after the other, and its frame is the
 * same for all of them: it is made once, however large the group.
 */
@ApplicationScoped
public class LiveFrames {

    private final MessageJson json;
    private volatile Made last = new Made(null, null);

    private record Made(LoggedMessage logged, String frame) {}

    LiveFrames(MessageJson json) {
        this.json = json;
    }

    String of(LoggedMessage logged) {
        Made made = last;
        if (made.logged() != logged) {
            made = new Made(logged, SocketIoText.event("new_message", json.event(logged)));
            last = made;
        }
        return made.frame();
    }
}
