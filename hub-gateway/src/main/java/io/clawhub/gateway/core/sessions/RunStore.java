package io.clawhub.gateway.core.sessions;

import java.util.List;

import io.smallrye.mutiny.Uni;

/** What was asked, kept so that no gateway's end loses it. All fail with {@code DIRECTORY_UNAVAILABLE} in an outage. */
interface RunStore {

    /** Runs of one session that may wait. */
    int MAX_QUEUED = 16;

    /**
     * What became of a question.
     *
     * @param run the run as it stands
     * @param position how many are before it; 0: it is put to the agent now
     * @param duplicate whether it had been asked before under this id
     */
    record Queued(AskedRun run, int position, boolean duplicate) {}

    /**
     * Takes a question, active at once if no other run of the session is. Repeating it changes nothing.
     *
     * @return what became of it; fails with {@link io.clawhub.gateway.core.HubError#SESSION_BUSY} when {@value #MAX_QUEUED} wait
     */
    Uni<Queued> ask(AskedRun run);

    /** The log has the question. */
    Uni<Void> prompted(String runId, long seq);

    /**
     * A run is over, and the next one of its session becomes active, kept by this gateway.
     *
     * @return the next one, or null: there is none, or another gateway's call was first
     */
    Uni<Ended> end(String runId, Outcome outcome);

    /**
     * What became of the end of a run.
     *
     * @param outcome how it ended, by whoever said so first; null: no such run
     * @param first whether this call ended it
     * @param next the run that is to be put to the agent now, by this gateway; or null
     */
    record Ended(Outcome outcome, boolean first, AskedRun next) {}

    /**
     * Forgets a run that was never put to its agent; the next one of its session becomes active, kept by this gateway.
     *
     * @return the next one, or null
     */
    Uni<AskedRun> drop(String runId);

    /** Takes a run of this session back that still waits. False if it does not. */
    Uni<Boolean> withdraw(String conversationId, String runId);

    /** Remembers a question that was left for an agent that is away, so that the same one is not asked again. */
    Uni<Void> left(AskedRun run);

    /** The runs of a session that are not over, in order. */
    Uni<List<AskedRun>> open(String conversationId);

    /** A run, or null. */
    Uni<AskedRun> find(String runId);

    /** Active runs that this gateway keeps for more than ten minutes: their end may have been missed in an outage. */
    Uni<List<AskedRun>> old();

    /** Makes this gateway the keeper of runs whose keeper is gone, a few at a time. */
    Uni<List<AskedRun>> takeOver();
}
