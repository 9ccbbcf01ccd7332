package io.clawhub.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** Every setting of the gateway, with its default and the reason for it. */
@ConfigMapping(prefix = "hub")
public interface GatewayConfig {

    /** This instance. */
    Gateway gateway();

    /** Extra listeners. */
    Listeners listeners();

    /** The log. */
    @WithName("chat-events")
    ChatEvents chatEvents();

    /** Taking messages. */
    Send send();

    /** Handing messages to connections. */
    Delivery delivery();

    /** Bounds of one connection. */
    Connection connection();

    /** Asking history-service. */
    Service history();

    /** This instance. */
    interface Gateway {
        /** Names this instance in presence records and logs; a random name when absent, which suits a pod. */
        Optional<String> id();
    }

    /** Extra listeners onto the main port's routes: the ports that the protocols' own servers used. */
    interface Listeners {
        /** Ports, none by default; {@code ./hub up} sets 8765, 3765, 9527 and 5555. */
        Optional<List<Integer>> ports();
    }

    /** The log. */
    interface ChatEvents {
        /** Partitions of {@code chat.events} when this instance creates it. More partitions, more parallel ingest. */
        @WithDefault("16")
        int partitions();

        /** The topic's generation: goes into the high bits of every seq. */
        @WithDefault("0")
        int generation();

        /** Memory for records that Kafka has not confirmed. Beyond it sends are refused, or wait on the socket. */
        @WithDefault("33554432")
        long bufferBytes();
    }

    /** Taking messages. */
    interface Send {
        /** How long a sender waits for Kafka's confirmation before it is told to retry. */
        @WithDefault("PT4S")
        Duration timeout();

        /** Largest content of one message, bytes of its JSON form. */
        @WithDefault("65536")
        int maxContentBytes();

        /** Sends of one connection that may wait for the directory or the log before its socket is no longer read. */
        @WithDefault("512")
        int maxWaiting();

        /** How long a send that nobody waits for is held for a directory that is down. */
        @WithDefault("PT5M")
        Duration holdTime();
    }

    /** Handing messages to connections. */
    interface Delivery {
        /**
         * How long a connection must have been open before it is handed its backlog, and how long it must stay open
         * after a write for the message to count as delivered: programs that connect, send and close never read.
         */
        @WithDefault("PT0.3S")
        Duration grace();

        /** How long a new connection waits for history before it goes live without its backlog. */
        @WithDefault("PT5S")
        Duration catchUpWait();

        /** How often delivered cursors are published. */
        @WithDefault("PT1S")
        Duration cursorInterval();

        /** Live pushes kept for one connection while it catches up; beyond it the catch-up starts over. */
        @WithDefault("1000")
        int maxBuffered();
    }

    /** Bounds of one connection. */
    interface Connection {
        /** Frames in the outbound queue; beyond it the connection is closed and told to come back. */
        @WithDefault("4096")
        int maxQueuedFrames();

        /** Bytes in the outbound queue. */
        @WithDefault("4194304")
        long maxQueuedBytes();

        /** A connection that sent nothing for so long, not even a pong, is dead. Pings go out every 30 s. */
        @WithDefault("PT90S")
        Duration idleTimeout();
    }

    /** Another service of the hub. */
    interface Service {
        /** Its base URL. */
        @WithDefault("http://127.0.0.1:8081")
        String url();
    }
}
