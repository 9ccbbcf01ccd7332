package io.clawhub.gateway.core.calls;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.clawhub.events.StreamEvent.CallAnswered;
import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.events.StreamEvent.CallMade;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.GatewayId;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Push.CallArrived;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.connections.ConnectionRegistry;
import io.clawhub.gateway.core.log.StreamLog;
import io.clawhub.gateway.core.messages.Content;

/**
 * Carries a question to one connection that offers the service, on whatever gateway, and its answer back to the caller.
 * Between gateways it travels as a {@code StreamEvent} addressed to one of them; within one it needs no log.
 *
 * <p>Each call stands alone: it ends by its own answer, by its provider's connection closing, or by its own time-out.
 */
@ApplicationScoped
public class CallRouter implements ConnectionListener {

    static final int MAX_PAYLOAD_BYTES = 512 * 1024;

    private static final int ID_DIGITS = 32;
    /** Clocks of two gateways may differ so much. */
    private static final long CLOCK_SKEW_MILLIS = 5_000;

    private final String gatewayId;
    private final StreamLog streams;
    private final LocalBindings providers;
    private final Predicate<ClientConnection> isOpen;
    private final GatewayConfig.Calls config;
    private final AwaitedCalls awaited;
    private final AskedCalls asked;

    @Inject
    CallRouter(
            GatewayId gatewayId,
            StreamLog streams,
            LocalBindings providers,
            ConnectionRegistry connections,
            GatewayConfig config,
            MeterRegistry metrics) {
        this(gatewayId, streams, providers, connection -> isIn(connections, connection), config, metrics);
    }

    /** {@code isOpen} must not say yes any more when {@link #closed} is called. */
    CallRouter(
            GatewayId gatewayId,
            StreamLog streams,
            LocalBindings providers,
            Predicate<ClientConnection> isOpen,
            GatewayConfig config,
            MeterRegistry metrics) {
        this.gatewayId = gatewayId.value();
        this.streams = streams;
        this.providers = providers;
        this.isOpen = isOpen;
        this.config = config.calls();
        this.awaited = new AwaitedCalls(this.config.maxOpen(), this.config.maxOpenPerCaller());
        this.asked = new AskedCalls(this.config.maxOpen());
        metrics.gauge("hub.calls.open", awaited, AwaitedCalls::size);
    }

    /**
     * Asks a service.
     *
     * @param toGatewayId the gateway with a connection that offers it
     * @return the provider's answer, or a refusal: {@link HubError#SERVICE_OFFLINE}, {@link HubError#CALL_TIMEOUT} …
     */
    CompletableFuture<JsonNode> ask(
            CallKind kind, String serviceId, String callerId, JsonNode payload, String toGatewayId) {
        checkSize(payload);
        Duration timeout = timeout(kind);
        String callId = Ids.fresh("call_", ID_DIGITS);
        CompletableFuture<JsonNode> answer = awaited.open(callId, callerId, timeout);
        CallMade call = new CallMade(
                callId,
                kind,
                serviceId,
                callerId,
                payload,
                toGatewayId,
                gatewayId,
                System.currentTimeMillis() + timeout.toMillis());
        if (!toGatewayId.equals(gatewayId)) {
            streams.send(call);
            return answer;
        }
        arrived(call);
        return answer.whenComplete((given, failure) -> asked.remove(callId));
    }

    /** A call for a connection of this gateway. */
    void arrived(CallMade call) {
        if (System.currentTimeMillis() > call.expiresAtMillis() + CLOCK_SKEW_MILLIS) {
            return;
        }
        boolean taken = providers.newestFirst(call.serviceId()).stream()
                .anyMatch(provider -> offer(provider.connection(), call));
        if (!taken) {
            refuse(call.callId(), HubError.SERVICE_OFFLINE, call.answerToGatewayId());
        }
    }

    /** Hands the call to a connection; false if that one does not take it. */
    private boolean offer(ClientConnection provider, CallMade call) {
        // Noted first: the answer may be here before this thread goes on.
        if (!asked.add(AskedCalls.Asked.of(call.callId(), provider, call.answerToGatewayId(), timeout(call.kind())))) {
            return false;
        }
        boolean pushed = provider.push(
                new CallArrived(call.callId(), call.kind(), call.serviceId(), call.callerId(), call.payload()));
        // A connection that closed before the call was noted does not end it any more.
        return pushed && isOpen.test(provider) || !asked.remove(call.callId());
    }

    private static boolean isIn(ConnectionRegistry connections, ClientConnection provider) {
        return Arrays.asList(connections.of(provider.caller().participantId())).contains(provider);
    }

    /**
     * A provider answers.
     *
     * @throws HubException {@link HubError#CALL_NOT_FOUND} unless this participant was asked, in time and not answered yet
     */
    void answer(Caller provider, String callId, JsonNode payload) {
        AskedCalls.Asked call = asked.take(callId, provider.participantId());
        if (call == null) {
            throw new HubException(HubError.CALL_NOT_FOUND, "no such call, or it was answered or given up");
        }
        JsonNode given = payload == null ? NullNode.getInstance() : payload;
        try {
            checkSize(given);
        } catch (HubException unfit) {
            refuse(callId, unfit.error(), call.answerToGatewayId());
            throw unfit;
        }
        send(new CallAnswered(callId, given, null, call.answerToGatewayId()));
    }

    @Override
    public void closed(ClientConnection connection) {
        asked.removeOf(connection)
                .forEach(call -> refuse(call.callId(), HubError.SERVICE_OFFLINE, call.answerToGatewayId()));
    }

    /** The answer to a call from this gateway; one that nobody waits for any more is dropped. */
    void answered(CallAnswered answer) {
        if (answer.refusal() == null) {
            awaited.answer(answer.callId(), answer.payload() == null ? NullNode.getInstance() : answer.payload());
            return;
        }
        awaited.refuse(answer.callId(), refusal(answer.refusal()));
    }

    private static HubException refusal(String name) {
        return switch (name) {
            case "SERVICE_OFFLINE" -> offline();
            case "INVALID_TEXT" ->
                new HubException(HubError.INVALID_TEXT, "the provider's answer has text that is no Unicode");
            case "MESSAGE_TOO_LARGE" ->
                new HubException(HubError.MESSAGE_TOO_LARGE, "the provider's answer is too large");
            // From a gateway of another version.
            default -> new HubException(HubError.INTERNAL, "the hub could not do this");
        };
    }

    static HubException offline() {
        return new HubException(HubError.SERVICE_OFFLINE, "no connection offers this service now");
    }

    @Scheduled(every = "5s")
    void removeExpired() {
        asked.removeExpired();
    }

    private void refuse(String callId, HubError why, String toGatewayId) {
        send(new CallAnswered(callId, null, why.name(), toGatewayId));
    }

    private void send(CallAnswered answer) {
        if (answer.toGatewayId().equals(gatewayId)) {
            answered(answer);
        } else {
            streams.send(answer);
        }
    }

    private Duration timeout(CallKind kind) {
        return kind == CallKind.CALL ? config.timeout() : config.grantTimeout();
    }

    private static void checkSize(JsonNode payload) {
        Content.check(payload, MAX_PAYLOAD_BYTES);
    }
}
