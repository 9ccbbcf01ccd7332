package io.clawhub.gateway.core.sessions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

import io.clawhub.events.MessageAccepted;

/** What is over in a session: what still comes of it is not shown. Bounded; guarded by its session. */
final class OverRuns {

    private static final int MAX = 256;
    /** Messages besides a run. More are in history. */
    private static final int MAX_BESIDES = 64;

    /** An agent that was told nothing of a cancellation may answer this long after it. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** Ids of runs, of agents' streams, and of messages that ended them. */
    private final Set<String> ids = new LinkedHashSet<>();
    /** Agents' streams that another run has taken the place of. */
    private final Set<String> muted = new LinkedHashSet<>();
    /** Cancelled before the agent said anything. */
    private final Deque<Unanswered> unanswered = new ArrayDeque<>();

    /** What the agent said of something else while a run was shown. */
    private final Deque<MessageAccepted> besides = new ArrayDeque<>();

    private record Unanswered(String promptMessageId, long atMillis) {}

    boolean hasEnded(String id) {
        return ids.contains(id);
    }

    void add(String id) {
        add(ids, id);
    }

    private static void add(Set<String> ids, String id) {
        if (id == null) {
            return;
        }
        ids.add(id);
        if (ids.size() > MAX) {
            ids.remove(ids.iterator().next());
        }
    }

    /** Nothing more of this stream is shown but the message that ends it. */
    void mute(String agentRunId) {
        add(muted, agentRunId);
    }

    /** Whether pieces of this stream are not shown. */
    boolean isMuted(String agentRunId) {
        return hasEnded(agentRunId) || muted.contains(agentRunId);
    }

    /** Keeps a message until the run that is shown is over. */
    void keepBesides(MessageAccepted message) {
        if (besides.size() < MAX_BESIDES) {
            besides.add(message);
        }
    }

    /** The next one that was kept, or null. */
    MessageAccepted besides() {
        return besides.poll();
    }

    void ended(ActiveRun run, String messageId, Outcome outcome, long nowMillis) {
        add(run.id());
        add(run.agentRunId());
        add(run.lastMessageId());
        if (messageId == null && run.agentRunId() == null && outcome == Outcome.CANCELLED) {
            unanswered.add(new Unanswered(run.promptMessageId(), nowMillis));
            if (unanswered.size() > MAX) {
                unanswered.remove();
            }
        }
    }

    /**
     * Whether something that the agent says is the late answer to what was cancelled.
     *
     * @param replyTo what it answers, or null if it does not say
     * @param idle whether nothing else is asked: otherwise an answer that does not say is taken for that
     */
    boolean takesLate(String replyTo, boolean idle, long nowMillis) {
        unanswered.removeIf(one -> nowMillis - one.atMillis() > LATE.toMillis());
        if (replyTo != null) {
            return unanswered.removeIf(one -> replyTo.equals(one.promptMessageId()));
        }
        return idle && unanswered.poll() != null;
    }
}
