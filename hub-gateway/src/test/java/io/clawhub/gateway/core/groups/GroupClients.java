package io.clawhub.gateway.core.groups;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.Dependent;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.connections.TestClient;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.messages.MessageService;

import static org.awaitility.Awaitility.await;

/** The clients of one test, whose ids are no other test's. */
@Dependent
class GroupClients {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CommandDispatcher dispatcher;
    private final ConnectionRegistry registry;
    private final MessageService messages;
    private final ChatEventTail tail;
    private final GroupStore store;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, TestClient> open = new LinkedHashMap<>();

    GroupClients(
            CommandDispatcher dispatcher,
            ConnectionRegistry registry,
            MessageService messages,
            ChatEventTail tail,
            GroupStore store) {
        this.dispatcher = dispatcher;
        this.registry = registry;
        this.messages = messages;
        this.tail = tail;
        this.store = store;
    }

    /** Waits for the log and the database; what every id of this test begins with. */
    String ready() {
        await().atMost(PATIENCE).until(tail::isFollowing);
        // The first question to a database takes seconds on a busy machine.
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> store.profile("gc_none").await().atMost(PATIENCE) == null);
        return run;
    }

    /** The one client of this participant. */
    TestClient of(String id) {
        return open.computeIfAbsent(id, one -> {
            Caller caller = new Caller(run + one, "test", "test", Caller.Authentication.OPEN, null);
            return new TestClient(caller, messages.openLane(caller), dispatcher, registry);
        });
    }

    void close() {
        open.values().forEach(TestClient::close);
    }
}
