package io.clawhub.client.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** What takes the place of WebSockets where those do not get through: long polls of the hub's own protocol. */
final class PollingSockets implements Sockets {

    private final Timer timer;

    PollingSockets(Timer timer) {
        this.timer = timer;
    }

    @Override
    public void open(URI address, Map<String, String> headers, Duration timeout, Events events) {
        events.opened(new PollingSocket(new PollingRequests(address, headers, timeout), timer, events));
    }
}
