package io.clawhub.client.connection;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * What a connection finds around it. Production shares it over the process; tests bring their own time, chance and network.
 *
 * @param timer the clock
 * @param protocol runs the connection's own steps
 * @param callbacks runs what may block
 * @param random from 0 to 1
 * @param sockets opens WebSockets
 * @param polling opens what takes their place where they do not get through
 */
record Surroundings(
        Timer timer, Executor protocol, Executor callbacks, DoubleSupplier random, Sockets sockets, Sockets polling) {

    static Surroundings ofProcess(ConnectionSettings settings) {
        return new Surroundings(
                ClientThreads.timer(),
                ClientThreads.protocol(),
                ClientThreads.callbacks(),
                () -> ThreadLocalRandom.current().nextDouble(),
                new HttpSockets(settings.bounds().frameChars()),
                new PollingSockets(ClientThreads.timer()));
    }
}
