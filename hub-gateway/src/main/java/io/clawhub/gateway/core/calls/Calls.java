package io.clawhub.gateway.core.calls;

import java.util.concurrent.CompletionStage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.StreamEvent.CallAnswered;
import io.clawhub.events.StreamEvent.CallKind;
import io.clawhub.events.StreamEvent.CallMade;
import io.clawhub.gateway.core.CallCommand;
import io.clawhub.gateway.core.CallReply.CallReturned;
import io.clawhub.gateway.core.CallReply.KeysListed;
import io.clawhub.gateway.core.CallReply.TunnelOpened;
import io.clawhub.gateway.core.CallReply.TunnelsListed;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Reply.Done;
import io.clawhub.gateway.core.services.ServiceRegistry;

/** Calls of services. */
@ApplicationScoped
public class Calls {

    private final Tunnels tunnels;
    private final ServiceKeys keys;
    private final CallRouter router;
    private final BindingStore bindings;
    private final ServiceRegistry services;

    Calls(Tunnels tunnels, ServiceKeys keys, CallRouter router, BindingStore bindings, ServiceRegistry services) {
        this.tunnels = tunnels;
        this.keys = keys;
        this.router = router;
        this.bindings = bindings;
        this.services = services;
    }

    /** Carries out a command. */
    public CompletionStage<? extends Reply> handle(Caller caller, CallCommand command) {
        return answer(caller, command).subscribeAsCompletionStage();
    }

    private Uni<? extends Reply> answer(Caller caller, CallCommand command) {
        return switch (command) {
            case CallCommand.OpenTunnel open ->
                tunnels.open(caller, open.serviceId()).map(TunnelOpened::new);
            case CallCommand.CloseTunnel close ->
                tunnels.close(caller, Ids.checked(close.tunnelId(), "tunnel_id"))
                        .replaceWith(Done::new);
            case CallCommand.ListTunnels list -> tunnels.list(caller).map(TunnelsListed::new);
            case CallCommand.CallService call -> call(caller, call).map(CallReturned::new);
            case CallCommand.AnswerCall answer -> {
                router.answer(caller, answer.callId(), answer.payload());
                yield Uni.createFrom().item(Done::new);
            }
            case CallCommand.RequestKey request -> keys.request(caller, request.serviceId(), request.purpose());
            case CallCommand.RevokeKey revoke ->
                keys.revoke(caller, Ids.checked(revoke.key(), "key")).replaceWith(Done::new);
            case CallCommand.RenewKey renew ->
                keys.renew(caller, Ids.checked(renew.key(), "key")).replaceWith(Done::new);
            case CallCommand.ListKeys list ->
                keys.list(caller, list.serviceId()).map(KeysListed::new);
        };
    }

    /** A call counts on its key only when there is somebody to take it. */
    private Uni<JsonNode> call(Caller caller, CallCommand.CallService command) {
        Ids.checked(command.tunnelId(), "tunnel_id");
        return tunnels.use(caller, command.tunnelId()).map(Tunnel::serviceId).chain(serviceId -> services.checkAccess(
                        caller, serviceId)
                .chain(() -> bindings.gatewayOf(serviceId))
                .onItem()
                .ifNull()
                .failWith(CallRouter::offline)
                .call(() -> command.key() == null ? Uni.createFrom().voidItem() : keys.use(command.key(), serviceId))
                .chain(gateway -> Uni.createFrom()
                        .completionStage(() -> router.ask(
                                CallKind.CALL, serviceId, caller.participantId(), question(command), gateway))));
    }

    private static ObjectNode question(CallCommand.CallService command) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("method", command.method())
                .put("tunnel_id", command.tunnelId())
                .set("params", command.params());
    }

    /** A call for a connection of this gateway. */
    public void arrived(CallMade call) {
        router.arrived(call);
    }

    /** The answer to a call from this gateway. */
    public void answered(CallAnswered answer) {
        router.answered(answer);
    }
}
