package io.clawhub.gateway.core.sessions;

import org.jboss.logging.Logger;

import io.clawhub.events.StreamEvent.RunMoved;
import io.clawhub.gateway.core.Ids;

/** The run that a session shows: what its agent has answered so far, and since when nothing happened. Guarded by its session. */
final class ActiveRun {

    private static final Logger LOG = Logger.getLogger(ActiveRun.class);

    /** After this silence of a streaming agent its gateway is asked: a gateway that dies does not say so. */
    private static final long PROBE_MILLIS = 5_000;

    /** The clocks of the log, the database and the gateways may differ so much. */
    private static final long CLOCKS_MILLIS = 1_000;

    /** How often its end is tried. */
    private static final long RETRY_MILLIS = 2_000;

    private String id;
    private final String agentId;
    /** Not asked for: the agent speaks by itself. */
    private boolean unasked;

    private final StringBuilder text = new StringBuilder();
    private String agentRunId;
    private String messageId;
    private String promptMessageId;
    private long promptSeq;
    private long seq;
    private boolean kept;
    private boolean unseen;
    private long begunMillis;
    private long movedMillis;
    private long heardMillis;
    private long pausedMillis;
    private long cancelledMillis;
    private long closingMillis;
    private Outcome closing;
    private long triedMillis;
    private long checkedMillis;

    ActiveRun(String id, String agentId, boolean unasked, long nowMillis) {
        this.id = id;
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
        return text.toString();
    }

    int length() {
        return text.length();
    }

    long seq() {
        return seq;
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

    /** This gateway watches over it. */
    void keep() {
        kept = true;
    }

    /** Whether this is a piece of it. The first stream after the question is its answer. */
    boolean binds(String streamId) {
        if (agentRunId == null) {
            agentRunId = streamId;
        }
        return agentRunId.equals(streamId);
    }

    /** Its final message will have this id. */
    void announced(String finalMessageId) {
        if (finalMessageId != null) {
            messageId = finalMessageId;
        }
    }

    /** Whether a message of the agent's is the answer. */
    boolean isEndedBy(String id, String runId, String replyTo, long atSeq, long atMillis) {
        if (id.equals(messageId) || id.equals(lastMessageId()) || runId != null && runId.equals(agentRunId)) {
            return true;
        }
        if (replyTo != null && promptMessageId != null) {
            return replyTo.equals(promptMessageId);
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

    /**
     * What a piece does to what is shown.
     *
     * @param event what readers are told, or null
     * @param isGap whether pieces before it are missing: it is passed over
     */
    record Taken(SessionEvent event, boolean isGap) {
        private static final Taken NOTHING = new Taken(null, false);
        private static final Taken GAP = new Taken(null, true);
    }

    /** The next piece of it; repeats change nothing. */
    Taken take(RunMoved piece) {
        String piecesText = piece.text() == null ? "" : piece.text();
        if (piece.seq() <= seq) {
            return Taken.NOTHING;
        }
        return switch (piece.step()) {
            case DELTA -> piece.firstSeq() == seq + 1 ? grow(piece, piecesText) : Taken.GAP;
            case REPLACE -> become(piece.seq(), piecesText);
            // Without a text it says only that the run goes on.
            case SNAPSHOT -> piece.text() == null ? Taken.NOTHING : become(piece.seq(), piecesText);
            case BEGIN, END, FAIL, PAUSE -> Taken.NOTHING;
        };
    }

    private Taken grow(RunMoved piece, String added) {
        seq = piece.seq();
        if (piece.kind() != null && !piece.kind().equals("text")) {
            return new Taken(new SessionEvent.Noted(id, seq, piece.kind(), added), false);
        }
        int offset = text.length();
        text.append(added);
        return added.isEmpty() ? Taken.NOTHING : grown(offset, added);
    }

    private Taken become(long atSeq, String whole) {
        String growth = growthTo(whole);
        int offset = text.length();
        seq = atSeq;
        text.setLength(0);
        text.append(whole);
        if (growth == null) {
            return new Taken(new SessionEvent.Replaced(id, messageId, seq, whole), false);
        }
        return growth.isEmpty() ? Taken.NOTHING : grown(offset, growth);
    }

    /** What readers lack of the whole answer, when its message comes; null: nothing. Whoever cancelled wants to see no more. */
    SessionEvent rest(String answerId, String whole) {
        if (isCancelled()) {
            return null;
        }
        if (text.isEmpty()) {
            return new SessionEvent.Said(id, answerId, whole);
        }
        String growth = growthTo(whole);
        if (growth == null) {
            return new SessionEvent.Replaced(id, answerId, seq + 1, whole);
        }
        return growth.isEmpty() ? null : new SessionEvent.Grown(id, answerId, seq + 1, text.length(), growth);
    }

    private Taken grown(int offset, String added) {
        return new Taken(new SessionEvent.Grown(id, messageId, seq, offset, added), false);
    }

    /** What the text would grow by to become this; null if it does not begin alike. */
    String growthTo(String whole) {
        return whole.length() >= text.length() && whole.startsWith(text.toString())
                ? whole.substring(text.length())
                : null;
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

    void resumed() {
        pausedMillis = 0;
    }

    /** False if it was cancelled before. */
    boolean cancel(long nowMillis) {
        if (cancelledMillis != 0) {
            return false;
        }
        cancelledMillis = nowMillis;
        return true;
    }

    boolean isCancelled() {
        return cancelledMillis != 0;
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
        if (nowMillis - triedMillis < RETRY_MILLIS) {
            return Next.NOTHING;
        }
        triedMillis = nowMillis;
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
    boolean mayCheck(long nowMillis, long everyMillis) {
        if (!unseen || nowMillis - checkedMillis < everyMillis) {
            return false;
        }
        checkedMillis = nowMillis;
        return true;
    }
}
