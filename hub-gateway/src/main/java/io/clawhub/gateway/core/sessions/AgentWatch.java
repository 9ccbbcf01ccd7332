package io.clawhub.gateway.core.sessions;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.StreamEvent.RunFinished;
import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.sessions.AgentWatcher.Asked;

/** Who watches which agent on this gateway. Whether they may is decided before they come here. */
@ApplicationScoped
public class AgentWatch {

    /** Conversations remembered: of more, at once, the end of a silent run is told to those only who watch its agent. */
    private static final int MAX_ASKED = 10_000;

    private final ConcurrentMap<String, Set<AgentWatcher>> watchers = new ConcurrentHashMap<>();
    private final Set<AgentWatcher> ofAll = ConcurrentHashMap.newKeySet();
    /** By the conversation of a session: the agent that is asked there. */
    private final Cache<String, String> asked =
            Caffeine.newBuilder().maximumSize(MAX_ASKED).build();

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

    /** Whether anybody watches any agent. */
    public boolean isAnyWatched() {
        return !ofAll.isEmpty() || !watchers.isEmpty();
    }

    /**
     * Whether anybody wants to hear of an agent: otherwise its records need not be read.
     *
     * @param agentId found out only if anybody watches anyone, since most records are foreign; null is nobody
     */
    public boolean isWatched(Supplier<String> agentId) {
        return isAnyWatched() && isWatched(agentId.get());
    }

    /** The same of a message: of an agent's, or of a question to it. */
    public boolean isWatched(Supplier<String> senderId, Collection<String> audience) {
        if (!isAnyWatched()) {
            return false;
        }
        String id = senderId.get();
        return isWatched(id) || Ids.isSession(id) && audience.stream().anyMatch(this::isWatched);
    }

    private boolean isWatched(String agentId) {
        return agentId != null && (!ofAll.isEmpty() || watchers.containsKey(agentId));
    }

    /** A piece of a run. */
    public void piece(RunMoved piece) {
        if (!ofAll.isEmpty() && piece.audience().stream().anyMatch(Ids::isSession)) {
            asked.get(piece.conversationId(), id -> piece.senderId());
        }
        tell(piece.senderId(), watcher -> watcher.piece(piece));
    }

    /** A message. */
    public void said(LoggedMessage logged) {
        MessageAccepted message = logged.message();
        if (!isAnyWatched()) {
            return;
        }
        if (Ids.isSession(message.senderId())) {
            message.audience().stream()
                    .filter(id -> !id.equals(message.senderId()))
                    .findFirst()
                    .ifPresent(agentId -> asked(agentId, message));
        } else {
            Outcome outcome = Prompt.outcome(message, false);
            tell(message.senderId(), watcher -> watcher.said(logged, outcome));
        }
    }

    private void asked(String agentId, MessageAccepted question) {
        if (question.clientMsgId() == null) {
            return;
        }
        if (!ofAll.isEmpty()) {
            asked.put(question.conversationId(), agentId);
        }
        Asked news = new Asked(agentId, question.conversationId(), question.clientMsgId(), question.messageId());
        tell(agentId, watcher -> watcher.asked(news));
    }

    /** What a session asked is over without a message. */
    public void finished(RunFinished finished) {
        String agentId = isAnyWatched() ? agentOf(finished) : null;
        if (agentId != null) {
            Outcome outcome = Outcome.of(null, finished.reason());
            tell(agentId, watcher -> watcher.finished(agentId, finished, outcome));
        }
    }

    /** Who was asked; null: somebody whom nobody watches, or something that was asked long ago. */
    private String agentOf(RunFinished finished) {
        String remembered = asked.getIfPresent(finished.conversationId());
        if (remembered != null || finished.audience().isEmpty()) {
            return remembered;
        }
        String session = finished.audience().getFirst();
        return watchers.keySet().stream()
                .filter(id -> Ids.directConversationId(id, session).equals(finished.conversationId()))
                .findFirst()
                .orElse(null);
    }

    private void tell(String agentId, Consumer<AgentWatcher> news) {
        watchers.getOrDefault(agentId, Set.of()).forEach(news);
        ofAll.forEach(news);
    }
}
