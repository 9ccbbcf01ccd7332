package io.clawhub.gateway.core.sessions;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.archive.LoggedMessage;

/** Who watches which agent on this gateway. Whether they may is decided before they come here. */
@ApplicationScoped
public class AgentWatch {

    private final ConcurrentMap<String, Set<AgentWatcher>> watchers = new ConcurrentHashMap<>();
    private final Set<AgentWatcher> ofAll = ConcurrentHashMap.newKeySet();

    /** Watches from now on. {@code agentId} null: every agent. */
    public void add(String agentId, AgentWatcher watcher) {
        if (agentId == null) {
            ofAll.add(watcher);
        } else {
            watchers.compute(agentId, (id, before) -> {
                Set<AgentWatcher> now = before == null ? ConcurrentHashMap.newKeySet() : before;
                now.add(watcher);
                return now;
            });
        }
    }

    /** Watches no longer. */
    public void remove(String agentId, AgentWatcher watcher) {
        if (agentId == null) {
            ofAll.remove(watcher);
        } else {
            watchers.computeIfPresent(agentId, (id, before) -> {
                before.remove(watcher);
                return before.isEmpty() ? null : before;
            });
        }
    }

    /**
     * Whether anybody wants to hear of an agent: otherwise its records need not be read.
     *
     * @param agentId found out only if anybody watches anyone, since most records are foreign; null is nobody
     */
    public boolean isWatched(Supplier<String> agentId) {
        if (ofAll.isEmpty() && watchers.isEmpty()) {
            return false;
        }
        String id = agentId.get();
        return id != null && (!ofAll.isEmpty() || watchers.containsKey(id));
    }

    /** A piece of a run. */
    public void piece(RunMoved piece) {
        tell(piece.senderId(), watcher -> watcher.piece(piece));
    }

    /** A message. */
    public void said(LoggedMessage logged) {
        tell(logged.message().senderId(), watcher -> watcher.said(logged));
    }

    private void tell(String agentId, Consumer<AgentWatcher> news) {
        watchers.getOrDefault(agentId, Set.of()).forEach(news);
        ofAll.forEach(news);
    }
}
