package io.clawhub.gateway.protocol.channel.rest;

import java.util.function.Consumer;

import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.Sessions;
import io.clawhub.gateway.core.sessions.Taken;
import io.clawhub.gateway.websocket.Loop;

/**
 * One request and its run. The client may go away at any time: the run goes on without it. Used on the request's event loop
 * only.
 */
final class Completion {

    private static final Logger LOG = Logger.getLogger(Completion.class);

    /** A client that took nothing between two of these is cut off. */
    private static final long CHECK_MILLIS = 5_000;

    private final Sessions sessions;
    private final SessionKey key;
    private final Authentication how;
    private final Loop loop;
    private final CompletionAnswer answer;
    private final Runnable cut;
    private final RunText text;
    private boolean over;

    /**
     * A request that has not begun.
     *
     * @param runId the run that its question will be
     * @param cut closes the client's connection
     */
    Completion(
            Sessions sessions,
            SessionKey key,
            Authentication how,
            String runId,
            CompletionAnswer answer,
            Loop loop,
            Runnable cut) {
        this.sessions = sessions;
        this.key = key;
        this.how = how;
        this.loop = loop;
        this.answer = answer;
        this.cut = cut;
        this.text = new RunText(runId, () -> loop.execute(this::moved));
    }

    /**
     * Asks, and answers as the run goes. An agent that is not there is not asked: nobody would read its answer.
     *
     * @param clientMsgId of the question; with the session it makes the run's id
     * @param refused told if it cannot be asked
     */
    void start(CompletionRequest request, String clientMsgId, Consumer<HubError> refused) {
        answer.whenReady(this::moved);
        sessions.join(key, how, text)
                .chain(() -> sessions.isAgentThere(key, how))
                .chain(there -> there
                        ? sessions.ask(key, how, request.question(clientMsgId))
                        : Uni.createFrom().nullItem())
                .emitOn(loop)
                .subscribe()
                .with(this::asked, failure -> refuse(failure, refused));
        check();
    }

    private void asked(Taken taken) {
        if (!over && (taken == null || taken.isAgentAway())) {
            answer.refuse(CompletionError.offline(taken != null));
            over();
        }
    }

    private void refuse(Throwable failure, Consumer<HubError> refused) {
        HubException refusal = HubException.of(failure);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.errorf(failure, "completion failed: session=%s", key.participantId());
        }
        refused.accept(refusal.error());
        if (!over) {
            answer.refuse(CompletionError.of(refusal));
            over();
        }
    }

    private void moved() {
        if (over || !answer.isReady()) {
            return;
        }
        RunText.Taken taken = text.take();
        if (taken.isTooMuch()) {
            giveUp();
            return;
        }
        answer.give(taken);
        if (taken.ended() != null) {
            over();
        }
    }

    private void check() {
        loop.schedule(CHECK_MILLIS, () -> {
            if (over) {
                return;
            }
            if (answer.isAlive()) {
                check();
            } else {
                giveUp();
            }
        });
    }

    private void giveUp() {
        LOG.debugf("completion cut off, its client is too slow: session=%s", key.participantId());
        cut.run();
        over();
    }

    /** The response has ended, or the client is gone. */
    void over() {
        if (!over) {
            over = true;
            sessions.leave(key, text);
        }
    }
}
