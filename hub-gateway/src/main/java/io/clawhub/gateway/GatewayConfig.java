package io.clawhub.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** Replies while they grow. */
    Runs runs();

    /** Handing messages to connections. */
    Delivery delivery();

    /** Calling services. */
    Calls calls();

    /** Sessions between providers and consumers. */
    Channels channels();

    /** Bounds of one connection. */
    Connection connection();

    /** How much a client may send. */
    Limits limits();

    /** Sessions of Socket.IO clients. */
    @WithName("socket-io")
    SocketIo socketIo();

    /** Files that go with messages. */
    AttachmentsConfig attachments();

    /** Files by link. */
    Media media();

    /** Asking history-service. */
    Service history();

    /** Asking presence-service. */
    Presence presence();

    /** Who may speak as whom. */
    Auth auth();

    /** Accounts of people and agents. */
    Accounts accounts();

    /** The first administrator. */
    Admin admin();

    /** What clients of Agent Club are told and may do. */
    @WithName("agent-club")
    AgentClub agentClub();

    /** This instance. */
    interface Gateway {
        /** Names this instance in presence records and logs; a random name when absent, which suits a pod. */
        Optional<String> id();
    }

    /** Extra listeners onto the main port's routes: the ports that the protocols' own servers used. */
    interface Listeners {
        /** Ports, none by default; {@code ./hub up} sets 8765, 3765, 9527 and 5555. */
        Optional<List<Integer>> ports();

        /** The one of them that is Agent Club's: paths that two protocols have are Agent Club's there. */
        @WithDefault("5555")
        int agentClubPort();
    }

    /** What clients of Agent Club are told and may do. */
    interface AgentClub {
        /** How often agents are asked to say that they live. */
        @WithDefault("PT30S")
        Duration heartbeatInterval();

        /** How often browsers are asked to look who is there. */
        @WithDefault("PT30S")
        Duration presencePollInterval();

        /** Messages in a page of history when the client does not say how many. */
        @WithDefault("50")
        int pageSize();

        /**
         * Largest text of one message, bytes of UTF-8: its agents send whole documents. With every character escaped a frame
         * of it stays below the clients' 4 MiB, and with ordinary text below one MiB.
         */
        @WithDefault("131072")
        int maxContentBytes();
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

        /** The same of a message that ends a run, bytes of UTF-8: readers have seen it grow. Fits into a record and any client's frame. */
        @WithDefault("393216")
        int maxAnswerBytes();

        /** Sends of one connection that may wait for the directory or the log before its socket is no longer read. */
        @WithDefault("512")
        int maxWaiting();

        /** How long a send that nobody waits for is held for a directory that is down. */
        @WithDefault("PT5M")
        Duration holdTime();
    }

    /** Replies while they grow. */
    interface Runs {
        /** Longest text of one run that is shown, UTF-16 units; no message is as long. */
        @WithDefault("1048576")
        int maxText();

        /** Text of all runs together that is kept for those who come late, UTF-16 units. */
        @WithDefault("67108864")
        long maxTexts();
    }

    /** Handing messages to connections. */
    interface Delivery {
        /**
         * How long a connection must have been open before it is handed its backlog, and how long it must stay open
         * after a write for the message to count as delivered: programs that connect, send and close never read.
         */
        @WithDefault("PT0.3S")
        Duration grace();

        /**
         * How long a sender who asked for an acknowledgement waits for another gateway's word that it wrote the message,
         * counted from when this gateway saw the record; then it is told {@code pending}. Longer than the grace time, so
         * that a target which has just connected there counts.
         */
        @WithDefault("PT0.5S")
        Duration receiptWait();

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

    /** Calling services. */
    interface Calls {
        /** How long a provider has to answer a call; the protocol's own client waits 60 s. */
        @WithDefault("PT55S")
        Duration timeout();

        /** How long a provider has to grant a key or to confirm a tunnel; clients wait 30 s. */
        @WithDefault("PT25S")
        Duration grantTimeout();

        /** Calls a participant may have open on one gateway. */
        @WithDefault("32")
        int maxOpenPerCaller();

        /** Calls that may be open on one gateway, its callers' and its providers' each. */
        @WithDefault("10000")
        int maxOpen();
    }

    /** Sessions between providers and consumers. */
    interface Channels {
        /** How long a provider has to answer a request; then the hub rejects it. Clients give up after 30 s. */
        @WithDefault("PT25S")
        Duration requestTimeout();

        /** A session in which nothing was said for so long is ended. */
        @WithDefault("P1D")
        Duration idleLimit();
    }

    /** Bounds of one connection. */
    interface Connection {
        /** Frames in the outbound queue; beyond it the connection is closed and told to come back. */
        @WithDefault("4096")
        int maxQueuedFrames();

        /** Bytes in the outbound queue. */
        @WithDefault("4194304")
        long maxQueuedBytes();

        /** Bytes in the outbound queues of all connections; by default an eighth of the heap. Beyond it the fullest are closed. */
        OptionalLong totalQueuedBytes();

        /** A connection that sent nothing for so long, not even a pong, is dead. Pings go out every 25 s. */
        @WithDefault("PT90S")
        Duration idleTimeout();
    }

    /**
     * How much a client may send. Beyond the rate its socket is read more slowly; only what was read already and does not fit
     * into memory is refused. The rates are far above what an agent needs and the hub could be harmed by: many WebSocket
     * libraries drop a connection whose ping is not answered for 20 s, and a ping waits behind whatever its client sent
     * before it, so a low rate would cut off those it only means to slow down.
     */
    interface Limits {
        /** Frames a second that one connection may send for long; 0 for any number. */
        @WithDefault("1000")
        int messagesPerSecond();

        /** Frames that one connection may send at once. */
        @WithDefault("2000")
        int burst();

        /** Frames a second that all connections of an agent on this gateway may send together; 0 for any number. */
        @WithDefault("2000")
        int agentMessagesPerSecond();

        /** Frames that all connections of an agent on this gateway may send at once. */
        @WithDefault("4000")
        int agentBurst();

        /** Connections of one agent on this gateway. */
        @WithDefault("100")
        int connectionsPerAgent();
    }

    /** Sessions of Socket.IO clients: what they are told at the handshake, and how many there may be. */
    interface SocketIo {
        /** From an answered ping to the next; the protocol's own default. */
        @WithDefault("PT25S")
        Duration pingInterval();

        /** How long a client may take to answer a ping before it counts as gone; the protocol's own default. */
        @WithDefault("PT20S")
        Duration pingTimeout();

        /** How long a session may be open without a connected namespace; the protocol's own default. */
        @WithDefault("PT45S")
        Duration connectTimeout();

        /** Sessions on this gateway; a quarter of them may be open without a connected namespace. Beyond it 503. */
        @WithDefault("20000")
        int maxSessions();
    }

    /** Files by link. */
    interface Media {
        /**
         * How long a link to a file can be followed at least. Clients follow it when the message comes, and a message waits for them up
         * to seven days in the log; a page that stays open over a long weekend still shows its pictures.
         */
        @WithDefault("P7D")
        Duration linkLife();

        /** A directory of the operator's own files, such as a logo, that everybody may read. */
        Optional<String> directory();
    }

    /** Another service of the hub. */
    interface Service {
        /** Its base URL. */
        @WithDefault("http://127.0.0.1:8081")
        String url();
    }

    /** Asking presence-service. */
    interface Presence {
        /** Its base URL. */
        @WithDefault("http://127.0.0.1:8082")
        String url();
    }

    /** Who may speak as whom. */
    interface Auth {
        /** Whether an API key is needed. */
        @WithDefault("open")
        Mode mode();

        /** Who may make users; everybody in open mode and users in token mode, when absent. */
        Optional<Registration> registration();

        /** Lets open mode listen on other addresses than the loopback ones; otherwise that stops the start. */
        @WithDefault("false")
        boolean allowOpenRemote();

        /**
         * Web pages that may connect, as browsers name them ({@code https://chat.example.org}), besides those of this machine.
         * Without it any page that somebody opens could speak to a hub on the same machine.
         */
        Optional<List<String>> allowedOrigins();

        /** Whether an API key is needed. */
        enum Mode {
            /** An id that belongs to no user may be claimed by name. */
            OPEN,
            /** Everybody presents an API key. */
            TOKEN
        }

        /** Who may make users. */
        enum Registration {
            /** Everybody who can connect. */
            OPEN,
            /** Those who present an API key. */
            USERS
        }
    }

    /** Accounts of people and agents. */
    interface Accounts {
        /** Whether people may make accounts for themselves. */
        @WithDefault("false")
        boolean registration();

        /** How long a session lasts after it was last used. */
        @WithDefault("P90D")
        Duration sessionLife();

        /**
         * Rounds of PBKDF2-HMAC-SHA256 for new passwords: what OWASP's Password Storage Cheat Sheet asks for. Kept with each
         * hash; one with fewer is made anew when its password is next used.
         */
        @WithDefault("600000")
        int passwordRounds();
    }

    /** The first administrator. */
    interface Admin {
        /** The password of the first administrator; a random one that is printed once, when absent. */
        Optional<String> password();
    }
}
