package io.clawhub.gateway.protocol.channel.rest;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.Sessions;
import io.clawhub.gateway.files.FileRequests;
import io.clawhub.gateway.files.StreamedBody;
import io.clawhub.gateway.protocol.channel.ChannelCallers;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.Upgrades;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * {@code POST /api/v1/chat/completions}. A plain route: it streams, and its bodies, which bring what was said before, may be
 * larger than others'.
 */
@ApplicationScoped
class CompletionsRoute {

    private static final Logger LOG = Logger.getLogger(CompletionsRoute.class);

    private static final String PATH = "/api/v1/chat/completions";
    private static final String PROTOCOL = "channel-rest";
    /** As a frame of the channel: a question of 64 Ki characters with every one of them escaped, and what was said before. */
    static final int MAX_BODY = 512 * 1024;

    private static final Duration BODY_TIME = Duration.ofSeconds(30);
    private static final int KEY_DIGITS = 32;

    private final Sessions sessions;
    private final ChannelCallers callers;
    private final CompletionLimits limits;
    private final Upgrades upgrades;
    private final MeterRegistry metrics;

    CompletionsRoute(
            Sessions sessions,
            ChannelCallers callers,
            CompletionLimits limits,
            Upgrades upgrades,
            MeterRegistry metrics) {
        this.sessions = sessions;
        this.callers = callers;
        this.limits = limits;
        this.upgrades = upgrades;
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        router.post(PATH).order(FileRequests.BEFORE_THE_BODY_LIMIT).handler(this::asked);
    }

    private void asked(RoutingContext routing) {
        Context context = routing.vertx().getOrCreateContext();
        StreamedBody body = new StreamedBody(routing.request(), context, BODY_TIME);
        Uni.createFrom()
                .deferred(() -> admitted(routing.request()))
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .invoke(credential -> enter(routing, credential))
                .subscribe()
                .with(
                        credential -> Thread.ofVirtual()
                                .name("completion")
                                .start(() -> read(routing, context, body, credential)),
                        failure -> refuse(routing, context, body, failure));
    }

    private Uni<Credential> admitted(HttpServerRequest request) {
        if (!upgrades.isReady()) {
            throw new HubException(HubError.LOG_UNAVAILABLE, "the log was not reached yet");
        }
        if (!upgrades.isAllowedOrigin(request.getHeader(HttpHeaders.ORIGIN))) {
            throw new HubException(HubError.ACCESS_DENIED, "pages of this origin may not ask");
        }
        if (FileRequests.announcedSize(request) > MAX_BODY) {
            throw tooLarge();
        }
        return callers.of(request, Upgrades.headerKey(request));
    }

    private void enter(RoutingContext routing, Credential credential) {
        if (routing.response().closed()) {
            throw new HubException(HubError.BAD_JSON, "the client is gone");
        }
        String owner = ChannelCallers.owner(credential);
        Runnable left = limits.enter(owner.isEmpty() ? ChannelCallers.origin(routing.request()) : owner);
        routing.addEndHandler(ended -> left.run());
    }

    private void read(RoutingContext routing, Context context, StreamedBody body, Credential credential) {
        try {
            CompletionRequest request = CompletionRequest.of(text(body));
            context.runOnContext(ignored -> start(routing, Loop.of(context), request, credential));
        } catch (RuntimeException | IOException failure) {
            refuse(routing, context, body, failure);
        }
    }

    private static String text(StreamedBody body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw tooLarge();
        }
        return new String(bytes, UTF_8);
    }

    private void start(RoutingContext routing, Loop loop, CompletionRequest request, Credential credential) {
        HttpServerResponse response = routing.response();
        if (response.closed()) {
            return;
        }
        String session = request.sessionId() != null ? request.sessionId() : "oai-" + UUID.randomUUID();
        SessionKey key = new SessionKey(ChannelCallers.owner(credential), sessions.agentId(request.model()), session);
        String clientMsgId = Ids.fresh("", KEY_DIGITS);
        String runId = Ids.runId(key.participantId(), clientMsgId);
        CompletionJson json = CompletionJson.of(runId, request.model());
        Completion completion = new Completion(
                sessions,
                key,
                ChannelCallers.how(credential),
                runId,
                request.stream() ? new StreamedAnswer(response, json) : new WholeAnswer(response, json),
                loop,
                () -> routing.request().connection().close());
        routing.addEndHandler(ended -> completion.over());
        completion.start(request, clientMsgId, this::count);
    }

    private void refuse(RoutingContext routing, Context context, StreamedBody body, Throwable failure) {
        HubException refusal = failure instanceof IOException
                ? new HubException(HubError.BAD_JSON, "the body did not come in time")
                : HubException.of(failure);
        if (refusal.error() == HubError.INTERNAL) {
            LOG.error("completion failed", failure);
        }
        count(refusal.error());
        FileRequests.refuseUpload(
                routing,
                context,
                () -> WholeAnswer.refuse(routing.response(), CompletionError.of(refusal)),
                body::discard);
    }

    private void count(HubError error) {
        metrics.counter("hub.refusals", "protocol", PROTOCOL, "code", error.name())
                .increment();
    }

    private static HubException tooLarge() {
        return new HubException(HubError.MESSAGE_TOO_LARGE, "a request may have at most " + MAX_BODY + " bytes");
    }
}
