package io.clawhub.client.store;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;

/**
 * What a client without a workspace remembers while it runs. The same rules and bounds as on disk; of the history only the newest
 * lines of the conversations used last, which are the duplicate filter as well. Futures are complete when they are returned.
 */
public final class MemoryStore extends StateStore {

    private static final int CONVERSATIONS_MAX = 256;
    private static final int LINES_MAX = 256;

    /** agent-club §8: so many ids are known again, whatever became of their lines. */
    private static final int IDS_MAX = 1024;

    /** How long a text may be is for the hub to say: there is no file whose format has a limit. */
    private static final Limits LIMITS = new Limits(1000, 1000, 1_000_000, 0);

    private final String agentId;
    private final String clientId;
    private final ClientState state;
    private final Logs logs = new Logs();
    private volatile View view = View.EMPTY;

    /** For this agent, under a client id of its own. */
    public MemoryStore(String agentId) {
        this(agentId, null);
    }

    /** For this agent and client; null: a client id of its own. */
    public MemoryStore(String agentId, String clientId) {
        this(agentId, clientId, LIMITS, Clock.systemUTC());
    }

    MemoryStore(String agentId, String clientId, Limits limits, Clock clock) {
        super(clock);
        this.agentId = agentId;
        this.clientId = clientId != null
                ? clientId
                : "c_" + UUID.randomUUID().toString().replace("-", "");
        this.state = new ClientState(agentId, limits, clock, logs);
        state.clientId(this.clientId);
    }

    /** The newest lines of each conversation; the conversation used last is at the end. */
    private static final class Logs implements Journal {

        private record Line(String kind, ObjectNode record) {}

        private final Map<String, Deque<Line>> lines = new LinkedHashMap<>(16, 0.75f, true);
        private final Map<String, Boolean> received = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > IDS_MAX;
            }
        };

        @Override
        public boolean has(String conversationId, String id) {
            if (received.containsKey(conversationId + "\n" + id)) {
                return true;
            }
            Deque<Line> log = lines.get(conversationId);
            return log != null
                    && log.stream()
                            .anyMatch(line -> id.equals(Json.text(line.record(), "id"))
                                    || !"in".equals(Json.text(line.record(), "dir"))
                                            && id.equals(Json.text(line.record(), "cmid")));
        }

        @Override
        public void append(String conversationId, String kind, ObjectNode record) {
            Deque<Line> log = lines.computeIfAbsent(conversationId, c -> new ArrayDeque<>());
            String known = kind != null || log.isEmpty() ? kind : log.peekLast().kind();
            log.addLast(new Line(known, record));
            if ("in".equals(Json.text(record, "dir"))) {
                received.put(conversationId + "\n" + Json.text(record, "id"), Boolean.TRUE);
            }
            if (log.size() > LINES_MAX) {
                log.removeFirst();
            }
            if (lines.size() > CONVERSATIONS_MAX) {
                lines.remove(lines.keySet().iterator().next());
            }
        }

        @Override
        public Message find(String conversationId, String clientMsgId) {
            return read(conversationId, List.of(), LINES_MAX, null).stream()
                    .filter(message -> clientMsgId.equals(message.clientMsgId()))
                    .findFirst()
                    .orElse(null);
        }

        List<Message> read(String conversationId, List<String> aliases, int limit, String before) {
            Fold main = new Fold(conversationId, LINES_MAX, null);
            offer(conversationId, main);
            Map<String, Message> all = new LinkedHashMap<>();
            for (String alias : aliases) {
                Fold former = main.next(LINES_MAX);
                offer(alias, former);
                former.messages().forEach(message -> all.put(message.id(), message));
            }
            main.messages().forEach(message -> all.put(message.id(), message));
            List<Message> sorted = new ArrayList<>(all.values());
            sorted.sort(Fold.ORDER);
            int end = before == null ? sorted.size() : 0;
            for (int i = 0; before != null && i < sorted.size(); i++) {
                end = before.equals(sorted.get(i).id()) ? i : end;
            }
            return List.copyOf(sorted.subList(Math.max(0, end - Math.max(0, limit)), end));
        }

        private void offer(String conversationId, Fold fold) {
            Deque<Line> log = lines.getOrDefault(conversationId, new ArrayDeque<>());
            log.descendingIterator().forEachRemaining(line -> fold.offer(line.record(), line.kind()));
        }

        Set<String> conversations() {
            return new HashSet<>(lines.keySet());
        }
    }

    @Override
    synchronized <T> CompletableFuture<T> change(Function<ClientState, T> change) {
        try {
            T value = change.apply(state);
            view = view.after(state, state.takeChanged());
            return CompletableFuture.completedFuture(value);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    View view() {
        return view;
    }

    @Override
    String agentId() {
        return agentId;
    }

    @Override
    public Recovery open(Duration wait) {
        return new Recovery(0, 0, 0, 0);
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public CompletableFuture<Received> receive(Message message, boolean queue) {
        return change(state -> state.receive(message, queue));
    }

    @Override
    public synchronized List<Message> history(String conversationId, int limit, String before) {
        return logs.read(conversationId, view.aliases(conversationId), limit, before);
    }

    @Override
    public synchronized List<String> conversations() {
        return logs.conversations().stream().sorted().toList();
    }

    /** Nothing to give back: what it remembered goes with it. */
    @Override
    public void close() {
        // no resources
    }
}
