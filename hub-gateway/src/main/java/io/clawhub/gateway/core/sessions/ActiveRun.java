package io.clawhub.gateway.core.sessions;

import org.jboss.logging.Logger;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.presence.Presence;

/** The run that a session shows: what its agent has answered so far, and since when nothing happened. Guarded by its session. */
final class ActiveRun {

    private static final Logger LOG = Logger.getLogger(ActiveRun.class);

    /** After this silence of a streaming agent its gateway is asked: a gateway that dies does not say so. */
    private static final long PROBE_MILLIS = 5_000;

    /** The clocks of the log, the database and the gateways may differ so much. */
    private static final long CLOCKS_MILLIS = 1_000;

    /** Pieces come before their question by so much at most. */
    private static final long OVERTAKEN_MILLIS = 2_000;

    /** An agent that says that its stream has failed may still say the message that ends it. */
    private static final long FAILED_MILLIS = 2_000;

    /** How often its end is tried. */
    private static final long RETRY_MILLIS = 2_000;

    /** How often the table is asked about a run of which nothing was seen. */
    private static final long CHECK_MILLIS = 2_000;

    private String id;
    private final String agentId;
    /** Not asked for: the agent speaks by itself. */
    private boolean unasked;

    private final AnswerText text;
    private final Pace tries = new Pace(RETRY_MILLIS);
    private final Pace checks = new Pace(CHECK_MILLIS);
    private String agentRunId;
    /** What the agent's stream says that it answers, or null. */
    private String answers;

    private String messageId;
    private String promptMessageId;
    private long promptSeq;
    private boolean kept;
    private AskedRun question;
    private boolean told;
    private boolean unseen;
    private long begunMillis;
    private long movedMillis;
    private long heardMillis;
    private long pausedMillis;
    private long cancelledMillis;
    private long failedMillis;
    private long closingMillis;
    private Outcome closing;

    ActiveRun(String id, String agentId, boolean unasked, int maxText, long nowMillis) {
        this.id = id;
        this.text = new AnswerText(maxText);
        this.agentId = agentId;
        this.unasked = unasked;
        this.begunMillis = nowMillis;
        this.movedMillis = nowMillis;
        this.heardMillis = nowMillis;
    }

    String id() {
        return id;
    }

    /** Its pieces had overtaken the question, which is this one. */
    void adopt(String askedId) {
        id = askedId;
        unasked = false;
    }

    boolean isUnasked() {
        return unasked;
    }

    String text() {
        return text.whole();
    }

    int length() {
        return text.length();
    }

    long seq() {
        return text.seq();
    }

    String agentRunId() {
        return agentRunId;
    }

    /** The id of the message that will end it, or null. */
    String messageId() {
        return messageId;
    }

    /** The id of the message that the hub ends it with if its agent cannot: on every gateway the same. */
    String lastMessageId() {
        return messageId != null ? messageId : Ids.messageId(agentId, id);
    }

    /** Whether who comes now is told of it; of one that was asked and has said nothing yet at least the end. */
    boolean isShown() {
        return !isCancelled() && (!unasked || text.length() > 0);
    }

    /** It as it stands. */
    SessionEvent.Snapshot snapshot() {
        return new SessionEvent.Snapshot(id, messageId, seq(), text());
    }

    /** The log has the question. */
    void prompted(String questionMessageId, long atSeq) {
        promptMessageId = questionMessageId;
        promptSeq = atSeq;
    }

    /** Known from the table only: whether it goes on is not known yet. */
    void unseen(boolean keptHere, long questionSeq, long sinceMillis) {
        unseen = true;
        begunMillis = sinceMillis;
        kept = keptHere;
        promptSeq = questionSeq;
    }

    /** The table knows where the question stands in the log. */
    void promptedAt(long questionSeq) {
        if (promptSeq == 0) {
            promptSeq = questionSeq;
        }
    }

    /** What the table has of it. */
    void question(AskedRun asked) {
        question = asked;
    }

    /** What the table has of it, or null. */
    AskedRun question() {
        return question;
    }

    /** Whether readers are to be told now that it was asked; only the first time they are. */
    boolean isNews() {
        boolean first = !told;
        told = true;
        return first;
    }

    /** This gateway watches over it. */
    void keep() {
        kept = true;
    }

    /**
     * Whether this is a piece of it. The first stream after the question is its answer, unless it says that it answers something
     * else.
     */
    boolean binds(RunMoved piece) {
        if (agentRunId == null && !isElse(piece.replyTo())) {
            agentRunId = piece.runId();
        }
        if (!piece.runId().equals(agentRunId)) {
            return false;
        }
        answers = piece.replyTo() != null ? piece.replyTo() : answers;
        return true;
    }

    /** Whether what answers this message is no answer to the question. */
    private boolean isElse(String replyTo) {
        return replyTo != null && promptMessageId != null && !replyTo.equals(promptMessageId);
    }

    /** Whether it has just begun, unasked, and may be the answer to this question, which its pieces have overtaken. */
    boolean mayAnswer(String questionMessageId, long nowMillis) {
        return unasked
                && (answers == null ? nowMillis - begunMillis <= OVERTAKEN_MILLIS : answers.equals(questionMessageId));
    }

    /** Its final message will have this id. */
    void announced(String finalMessageId) {
        if (finalMessageId != null) {
            messageId = finalMessageId;
        }
    }

    /** Whether a message of the agent's is the answer. */
    boolean isEndedBy(String id, String runId, String replyTo, long atSeq, long atMillis) {
        if (id.equals(messageId) || id.equals(lastMessageId())) {
            return true;
        }
        if (replyTo != null && promptMessageId != null) {
            return replyTo.equals(promptMessageId);
        }
        if (runId != null && runId.equals(agentRunId)) {
            return true;
        }
        // An agent that does not stream answers with the next thing it says.
        // Where the question stands may not be known yet when the answer is replayed.
        boolean isAfter = promptSeq > 0 ? atSeq > promptSeq : atMillis >= begunMillis - CLOCKS_MILLIS;
        return agentRunId == null && isAfter;
    }

    /** The question's message, or null. */
    String promptMessageId() {
        return promptMessageId;
    }

    /** The next piece of it; repeats change nothing. */
    AnswerText.Taken take(RunMoved piece) {
        return text.take(id, messageId, piece);
    }

    /** What readers lack of the whole answer, when its message comes; null: nothing. Whoever cancelled wants to see no more. */
    SessionEvent rest(String answerId, String whole) {
        return isCancelled() ? null : text.rest(id, answerId, whole);
    }

    /** The agent's connection is there; {@code works}: and it does something. */
    void heard(boolean works, long nowMillis) {
        movedMillis = works ? nowMillis : movedMillis;
        heardMillis = nowMillis;
        pausedMillis = 0;
        unseen = false;
    }

    /** Whether the gateway of a silent agent should be asked if it is still there. */
    boolean shouldProbe(long nowMillis) {
        return unseen || agentRunId != null && pausedMillis == 0 && nowMillis - heardMillis >= PROBE_MILLIS;
    }

    void paused(long nowMillis) {
        if (pausedMillis == 0) {
            pausedMillis = nowMillis;
        }
    }

    /** Presence says where its agent is. */
    void agentSeen(Presence.Status status, long nowMillis) {
        if (status == Presence.Status.OFFLINE) {
            paused(nowMillis);
        } else if (status == Presence.Status.ONLINE) {
            pausedMillis = 0;
        }
    }

    /** False if it was cancelled before. */
    boolean cancel(long nowMillis) {
        if (cancelledMillis != 0) {
            return false;
        }
        cancelledMillis = nowMillis;
        return true;
    }

    /** Somebody stopped a run, here or on another gateway: known by the agent's id or the hub's. */
    void cancelled(String stoppedId, long nowMillis) {
        if (stoppedId.equals(agentRunId) || stoppedId.equals(id)) {
            cancel(nowMillis);
        }
    }

    /** Somebody writes. */
    void typed(String participantId, long nowMillis) {
        if (participantId.equals(agentId)) {
            heard(true, nowMillis);
        }
    }

    boolean isCancelled() {
        return cancelledMillis != 0;
    }

    /** The agent says that its stream has come to nothing. */
    void failed(long nowMillis) {
        if (failedMillis == 0) {
            failedMillis = nowMillis;
        }
    }

    /** How it ended, as far as can be told when the log shows that it has. */
    Outcome presumed() {
        if (isCancelled()) {
            return Outcome.CANCELLED;
        }
        if (closing != null) {
            return closing;
        }
        return agentRunId == null ? Outcome.AGENT_TIMEOUT : Outcome.AGENT_LOST;
    }

    /** What is to be done about it. */
    enum Next {
        /** Nothing now. */
        NOTHING,
        /** What it has come to goes into the log, which ends it. */
        KEEP,
        /** It ends, and there is nothing to keep. */
        FINISH,
        /** The same of one that nobody asked for. */
        FORGET,
        /** Ending it did not succeed in time. */
        GIVE_UP
    }

    /** What is due now. */
    Next next(SessionsConfig config, long nowMillis) {
        if (closingMillis == 0) {
            closing = due(config, nowMillis);
            closingMillis = closing == null ? 0 : nowMillis;
        }
        if (closingMillis == 0) {
            return Next.NOTHING;
        }
        if (nowMillis - closingMillis > config.finalizing().toMillis()) {
            LOG.errorf("run not ended in time: runId=%s outcome=%s", id, closing);
            return Next.GIVE_UP;
        }
        if (!tries.isDue(nowMillis)) {
            return Next.NOTHING;
        }
        if (text.length() > 0) {
            return Next.KEEP;
        }
        return unasked ? Next.FORGET : Next.FINISH;
    }

    /** Why it should be ended now; null: it should not. */
    private Outcome due(SessionsConfig config, long nowMillis) {
        if (isCancelled() && nowMillis - cancelledMillis >= config.cancelGrace().toMillis()) {
            return Outcome.CANCELLED;
        }
        if (text.isFull()) {
            return Outcome.LENGTH;
        }
        if (failedMillis != 0 && nowMillis - failedMillis >= FAILED_MILLIS) {
            return Outcome.AGENT_ERROR;
        }
        // The keeper goes first; others see to it only if it does not.
        long slack = kept || isCancelled() ? 0 : config.keeperSlack().toMillis();
        if (pausedMillis != 0
                && nowMillis - pausedMillis >= config.agentReturn().toMillis() + slack) {
            return Outcome.AGENT_LOST;
        }
        if (agentRunId != null
                && nowMillis - heardMillis
                        >= PROBE_MILLIS + config.agentReturn().toMillis() + slack) {
            return Outcome.AGENT_LOST;
        }
        long silence = agentRunId == null
                ? config.firstOutput().toMillis()
                : config.progress().toMillis();
        return nowMillis - movedMillis >= silence + slack ? Outcome.AGENT_TIMEOUT : null;
    }

    /** How it is being ended, or null. */
    Outcome closing() {
        return closing;
    }

    boolean isClosing() {
        return closingMillis != 0;
    }

    /** Whether the table should be asked once more if it is over. */
    boolean mayCheck(long nowMillis) {
        return unseen && checks.isDue(nowMillis);
    }
}
