package io.clawhub.gateway.core.sessions;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.PresenceCommand.WatchPresence;
import io.clawhub.gateway.core.PresenceReply.PresenceRead;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.messages.MessageService;
import io.clawhub.gateway.core.presence.PresenceWatch;

/**
 * The sessions that are followed on this gateway: those with readers here, and those whose run this gateway keeps. All
 * answers come within seconds, and fail with nothing but a {@link HubException}.
 */
@ApplicationScoped
public class Sessions {

    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private static final long TICK_MILLIS = 500;
    /** The client of a session's participant: one, wherever it is followed, so that its cursors are one. */
    private static final String CLIENT = "session";

    private final RunStore store;
    private final RunKeeper keeper;
    private final AgentStanding standing;
    private final MessageService messages;
    private final ConnectionRegistry connections;
    private final PresenceWatch presences;
    private final GatewayId gatewayId;
    private final GatewayConfig gateway;
    private final SessionsConfig config;
    /** By conversation. */
    private final ConcurrentMap<String, OpenSession> open = new ConcurrentHashMap<>();

    Sessions(
            RunStore store,
            RunKeeper keeper,
            AgentStanding standing,
            MessageService messages,
            ConnectionRegistry connections,
            PresenceWatch presences,
            GatewayId gatewayId,
            GatewayConfig gateway,
            SessionsConfig config,
            MeterRegistry metrics) {
        this.store = store;
        this.keeper = keeper;
        this.standing = standing;
        this.messages = messages;
        this.connections = connections;
        this.presences = presences;
        this.gatewayId = gatewayId;
        this.gateway = gateway;
        this.config = config;
        metrics.gauge("hub.sessions", open, ConcurrentMap::size);
    }

    void start(@Observes StartupEvent starting, Vertx vertx) {
        vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    }

    /** The agent that a client's name for it means. */
    public String agentId(String name) {
        return config.aliases().getOrDefault(name, name);
    }

    /**
     * Somebody reads a session from now on. A run that is under way is told as it stands, and whoever joined a session
     * already is not told again.
     *
     * @param how how its owner was identified
     * @throws HubException {@link HubError#RATE_LIMITED} when it has too many readers, or too many sessions are open
     */
    public Uni<Void> join(SessionKey key, Authentication how, SessionReader reader) {
        return Uni.createFrom().deferred(() -> {
            OpenSession opened = opened(key.participantId(), key.agentId(), how);
            if (!opened.session().join(reader)) {
                open.remove(key.conversationId(), opened);
                return join(key, how, reader);
            }
            return ready(opened);
        });
    }

    /** It reads no longer. */
    public void leave(SessionKey key, SessionReader reader) {
        OpenSession opened = open.get(key.conversationId());
        if (opened != null) {
            opened.session().leave(reader);
        }
    }

    /**
     * Asks the agent something. An agent that is away finds it when it comes.
     *
     * @return what became of it, once it is durable; fails with {@link HubError#AGENT_NOT_FOUND}, with
     *     {@link HubError#INVALID_TEXT}, {@link HubError#MESSAGE_TOO_LARGE} or {@link HubError#SESSION_BUSY}, or retryably while a backend is down: then it was not asked
     */
    public Uni<Taken> ask(SessionKey key, Authentication how, Question question) {
        return Uni.createFrom().deferred(() -> {
            question.check();
            OpenSession opened = opened(key.participantId(), key.agentId(), how);
            if (!opened.session().use()) {
                open.remove(key.conversationId(), opened);
                return ask(key, how, question);
            }
            AskedRun run = run(key, question);
            return ready(opened)
                    .chain(() -> standing.isThere(key.agentId(), opened.agent()))
                    .chain(there -> there ? ask(run, opened) : leaveWord(run, opened));
        });
    }

    /**
     * Whether the agent would be asked now, or find the question when it comes.
     *
     * @return fails with {@link HubError#AGENT_NOT_FOUND}
     */
    public Uni<Boolean> isAgentThere(SessionKey key, Authentication how) {
        return Uni.createFrom().deferred(() -> {
            OpenSession opened = opened(key.participantId(), key.agentId(), how);
            return ready(opened).chain(() -> standing.isThere(key.agentId(), opened.agent()));
        });
    }

    private AskedRun run(SessionKey key, Question question) {
        String participantId = key.participantId();
        return new AskedRun(
                Ids.runId(participantId, question.clientMsgId()),
                key.conversationId(),
                participantId,
                key.agentId(),
                question.text(),
                question.metadata(),
                RunState.QUEUED,
                gatewayId.value(),
                0,
                null,
                null);
    }

    private Uni<Taken> ask(AskedRun run, OpenSession opened) {
        return keeper.ask(run, opened).map(queued -> taken(run, queued));
    }

    private static Taken taken(AskedRun run, RunStore.Queued queued) {
        return new Taken(
                run.id(), Ids.messageId(run.participantId(), run.id()), queued.position(), queued.duplicate(), false);
    }

    private Uni<Taken> leaveWord(AskedRun run, OpenSession opened) {
        return store.find(run.id())
                .chain(before -> before != null
                        ? Uni.createFrom().item(taken(run, new RunStore.Queued(before, 0, true)))
                        : keeper.leave(run, opened)
                                .map(accepted ->
                                        new Taken(run.id(), accepted.messageId(), 0, accepted.duplicate(), true)));
    }

    /**
     * Stops a run: one that waits is taken back, one that runs is stopped within seconds. Of one that is over, or none, there
     * is nothing to stop.
     *
     * @param runId the run; null: the one that runs
     * @return whether there was something to stop
     */
    public Uni<Boolean> cancel(SessionKey key, Authentication how, String runId) {
        return Uni.createFrom().deferred(() -> {
            OpenSession opened = opened(key.participantId(), key.agentId(), how);
            return ready(opened).chain(() -> {
                boolean stopped = opened.session().cancel(runId);
                return stopped || runId == null ? Uni.createFrom().item(stopped) : keeper.withdraw(runId, opened);
            });
        });
    }

    private OpenSession opened(String participantId, String agentId, Authentication how) {
        String conversationId = Ids.directConversationId(participantId, agentId);
        OpenSession before = open.get(conversationId);
        if (before != null) {
            return before;
        }
        if (open.size() >= config.maxOpen()) {
            throw new HubException(HubError.RATE_LIMITED, "too many sessions are open");
        }
        Caller caller = new Caller(participantId, CLIENT, RunKeeper.PROTOCOL, how, null);
        OpenSession made = new OpenSession(caller, agentId, keeper, messages, gateway, config);
        OpenSession other = open.putIfAbsent(conversationId, made);
        if (other != null) {
            return other;
        }
        connections.add(made.connection());
        return made;
    }

    private Uni<Void> ready(OpenSession opened) {
        String participantId = opened.connection().caller().participantId();
        String agentId = opened.session().agentId();
        Uni<List<AskedRun>> runs = store.open(Ids.directConversationId(participantId, agentId))
                .onFailure()
                .invoke(failure -> LOG.warnf("runs of a session not known: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(List.of());
        Uni<Void> watch = presences
                .handle(opened.connection(), new WatchPresence(List.of(agentId)))
                .invoke(reply -> ((PresenceRead) reply).presences().forEach(opened::agentSeen))
                .replaceWithVoid();
        return opened.ready(runs, gatewayId.value(), watch);
    }

    private void tick() {
        open.forEach((conversationId, opened) -> {
            opened.session().tick();
            if (opened.session().closeIfIdle()) {
                open.remove(conversationId, opened);
                connections.remove(opened.connection());
            }
        });
    }

    /** A gateway that is gone leaves its runs to the others. */
    @Scheduled(every = "3s", delayed = "3s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> takeOver() {
        return store.takeOver()
                .invoke(runs -> runs.forEach(this::takeOver))
                .onFailure()
                .invoke(failure -> LOG.debugf("runs not taken over: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    @Scheduled(every = "5m", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> followOld() {
        return store.old()
                .invoke(runs -> runs.forEach(this::follow))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void takeOver(AskedRun run) {
        LOG.infof("run taken over: runId=%s", run.id());
        follow(run);
    }

    /** A run that goes on as it is; one that is not known here is looked after from now on. */
    private void follow(AskedRun run) {
        Uni.createFrom()
                .deferred(() -> {
                    OpenSession opened = opened(run.participantId(), run.agentId(), Authentication.NONE);
                    return ready(opened).invoke(() -> follow(run, opened));
                })
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("run not followed: %s", failure.getMessage()));
    }

    private void follow(AskedRun run, OpenSession opened) {
        opened.session().resume(run, true);
        if (run.promptSeq() == 0) {
            // Maybe it was never put; putting it twice is saying it once.
            keeper.begin(run, opened);
        }
    }
}
