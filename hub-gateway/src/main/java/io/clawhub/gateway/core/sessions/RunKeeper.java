package io.clawhub.gateway.core.sessions;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.events.StreamEvent.RunCancelAsked;
import io.clawhub.events.StreamEvent.RunFinished;
import io.clawhub.events.StreamEvent.RunSnapshotAsked;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.log.LogPosition;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.messages.MessageService;

/** Puts questions to agents, one after another in each session, and sees to it that each run ends. */
@ApplicationScoped
class RunKeeper {

    private static final Logger LOG = Logger.getLogger(RunKeeper.class);

    /** The adapter by whose name sessions speak. */
    static final String PROTOCOL = "channel";

    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);
    private static final Duration RETRIED = Duration.ofMinutes(10);
    private static final Duration PUT_RETRIED = Duration.ofSeconds(30);

    private final RunStore store;
    private final StreamLog streams;
    private final MessageService messages;
    private final GatewayId gatewayId;

    RunKeeper(RunStore store, StreamLog streams, MessageService messages, GatewayId gatewayId) {
        this.gatewayId = gatewayId;
        this.store = store;
        this.streams = streams;
        this.messages = messages;
    }

    /** What the session of this connection has done elsewhere. */
    SessionActions actions(String participantId, String agentId, Opened opened) {
        return new Actions(participantId, agentId, Ids.directConversationId(participantId, agentId), opened);
    }

    /** The session that the actions belong to, once it is open. */
    interface Opened {
        Session session();

        ClientConnection connection();
    }

    /**
     * Asks, or finds that it was asked before.
     *
     * @return what became of it, once the question is durable; fails with a {@link HubException}
     */
    Uni<RunStore.Queued> ask(AskedRun run, Opened opened) {
        return store.ask(run)
                .call(queued -> queued.duplicate() || queued.position() > 0
                        ? Uni.createFrom().voidItem()
                        : putFirst(run, opened));
    }

    private Uni<Void> putFirst(AskedRun run, Opened opened) {
        opened.session().begin(run.id());
        return put(run, opened).onFailure().call(failure -> {
            opened.session().forget(run.id());
            return giveUp(run.id(), opened);
        });
    }

    /** The question is not in the log, so nobody was asked: whoever asks again under the same key asks anew. */
    private Uni<Void> giveUp(String runId, Opened opened) {
        return store.drop(runId)
                .invoke(next -> begin(next, opened))
                .onFailure()
                .invoke(failure -> LOG.warnf("run not given up: runId=%s %s", runId, failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> put(AskedRun run, Opened opened) {
        return say(Prompt.question(run, false), opened)
                .invoke(accepted -> {
                    opened.session().put(run, accepted.messageId(), accepted.seq());
                    store.prompted(run.id(), accepted.seq())
                            .subscribe()
                            .with(done -> {}, failure -> LOG.debugf("seq not noted: %s", failure.getMessage()));
                })
                .replaceWithVoid();
    }

    /** Leaves a question for an agent that is away; nobody waits for the answer. */
    Uni<Reply.Accepted> leave(AskedRun run, Opened opened) {
        return say(Prompt.question(run, true), opened).call(accepted -> store.left(run)
                .onFailure()
                .invoke(failure -> LOG.debugf("question not noted: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull());
    }

    private Uni<Reply.Accepted> say(SendMessage command, Opened opened) {
        return Uni.createFrom()
                .completionStage(() -> opened.connection().sends().send(command))
                .onFailure()
                .transform(HubException::of);
    }

    /** A run's turn has come; it is kept here. */
    void begin(AskedRun next, Opened opened) {
        if (next == null) {
            return;
        }
        opened.session().begin(next.id());
        retried(put(next, opened), PUT_RETRIED).subscribe().with(done -> {}, failure -> {
            LOG.warnf("question not put: runId=%s %s", next.id(), failure.getMessage());
            opened.session().over(next.id(), Outcome.INTERNAL);
            giveUp(next.id(), opened).subscribe().with(done -> {});
        });
    }

    private static <T> Uni<T> retried(Uni<T> work, Duration within) {
        return work.onFailure().retry().withBackOff(FIRST_RETRY, LAST_RETRY).expireIn(within.toMillis());
    }

    /** Takes a run back that waits. False: there is nothing to take back. */
    Uni<Boolean> withdraw(String runId, Opened opened) {
        return store.withdraw(conversationId(opened), runId).invoke(withdrawn -> {
            if (withdrawn) {
                tellFinished(runId, Outcome.CANCELLED, opened);
                opened.session().over(runId, Outcome.CANCELLED);
            }
        });
    }

    /** The session's readers on all gateways hear that a run is over without a message. */
    private void tellFinished(String runId, Outcome outcome, Opened opened) {
        String participantId = opened.session().participantId();
        streams.send(new RunFinished(runId, conversationId(opened), outcome.wireName(), List.of(participantId)));
    }

    private static String conversationId(Opened opened) {
        return Ids.directConversationId(
                opened.session().participantId(), opened.session().agentId());
    }

    private final class Actions implements SessionActions {

        private final String participantId;
        private final String agentId;
        private final String conversationId;
        private final Opened opened;

        Actions(String participantId, String agentId, String conversationId, Opened opened) {
            this.participantId = participantId;
            this.agentId = agentId;
            this.conversationId = conversationId;
            this.opened = opened;
        }

        @Override
        public void ended(String runId, Outcome outcome) {
            end(runId, outcome).subscribe().with(ended -> begin(ended.next(), opened), failure -> late(runId, failure));
        }

        @Override
        public void finish(String runId, Outcome outcome) {
            store.end(runId, outcome)
                    .subscribe()
                    .with(ended -> finished(runId, outcome, ended), failure -> late(runId, failure));
        }

        private void finished(String runId, Outcome outcome, RunStore.Ended ended) {
            if (ended.first()) {
                tellFinished(runId, outcome, opened);
            }
            opened.session().over(runId, ended.outcome() == null ? outcome : ended.outcome());
            begin(ended.next(), opened);
        }

        @Override
        public void keep(ActiveRun run, Outcome outcome) {
            append(run, outcome)
                    .subscribe()
                    .with(
                            position -> {},
                            failure -> LOG.warnf("answer not kept: runId=%s %s", run.id(), failure.getMessage()));
        }

        private Uni<LogPosition> append(ActiveRun run, Outcome outcome) {
            Caller agent = new Caller(agentId, "hub", PROTOCOL, Authentication.NONE, null);
            SendMessage partial = Prompt.partial(conversationId, participantId, run, outcome);
            return messages.appendFor(agent, run.lastMessageId(), partial);
        }

        @Override
        public void giveUp(ActiveRun run, Outcome outcome) {
            Uni<?> kept = run.length() == 0 ? Uni.createFrom().voidItem() : retried(append(run, outcome), RETRIED);
            kept.chain(() -> end(run.id(), outcome))
                    .subscribe()
                    .with(ended -> begin(ended.next(), opened), failure -> late(run.id(), failure));
        }

        @Override
        public void cancel(String agentRunId) {
            streams.send(
                    new RunCancelAsked(agentRunId, conversationId, participantId, List.of(agentId, participantId)));
        }

        @Override
        public void snapshot() {
            streams.send(new RunSnapshotAsked(conversationId, participantId, List.of(agentId)));
        }

        @Override
        public void lookUp() {
            // A table that does not answer does not say that nothing was asked.
            retried(store.open(conversationId), PUT_RETRIED)
                    .onFailure()
                    .recoverWithItem(List.of())
                    .subscribe()
                    .with(runs -> opened.session().loaded(runs, gatewayId.value()));
        }

        @Override
        public void check(String runId) {
            store.find(runId)
                    .subscribe()
                    .with(
                            run -> {
                                if (run == null || run.state() == RunState.ENDED) {
                                    opened.session().over(runId, run == null ? Outcome.STOP : run.outcome());
                                } else if (run.state() == RunState.ACTIVE) {
                                    opened.session().resume(run, false);
                                }
                            },
                            failure -> LOG.debugf("run not looked up: %s", failure.getMessage()));
        }

        private Uni<RunStore.Ended> end(String runId, Outcome outcome) {
            return store.end(runId, outcome)
                    .onFailure(failure -> HubException.of(failure).error() == HubError.DIRECTORY_UNAVAILABLE)
                    .retry()
                    .withBackOff(FIRST_RETRY, LAST_RETRY)
                    .expireIn(RETRIED.toMillis());
        }

        private void late(String runId, Throwable failure) {
            LOG.warnf("end of a run not noted: runId=%s %s", runId, failure.getMessage());
        }
    }
}
