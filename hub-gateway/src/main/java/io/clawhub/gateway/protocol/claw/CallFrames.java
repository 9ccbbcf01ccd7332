package io.clawhub.gateway.protocol.claw;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.CallCommand;
import io.clawhub.gateway.core.CallReply;
import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.calls.ServiceKey;
import io.clawhub.gateway.core.calls.Tunnel;
import io.clawhub.gateway.json.Budget;

/** Calls and keys in frames. */
final class CallFrames {

    private CallFrames() {}

    static Question question(FrameHead head, CallFrame frame) {
        return switch (frame) {
            case CallFrame.EstablishChannel it ->
                Question.of(
                        new CallCommand.OpenTunnel(it.serviceId()),
                        CallReply.TunnelOpened.class,
                        opened -> established(opened.tunnel()));
            case CallFrame.CloseChannel it -> close(it.channelId());
            case CallFrame.CallService it ->
                Question.of(
                        new CallCommand.CallService(it.tunnelId(), it.method(), it.params(), it.key()),
                        CallReply.CallReturned.class,
                        returned -> ClawCodec.frame("service_response").set("response", returned.response()));
            case CallFrame.Answer it ->
                // The provider sent an answer; nobody answers that.
                new Question(new CallCommand.AnswerCall(it.callId(), it.payload()), reply -> null, null);
            case CallFrame.KeyRequest it -> keyRequest(it.serviceId(), it.purpose(), "key_request_response");
            case CallFrame.KeyRevoke it ->
                new Question(
                        new CallCommand.RevokeKey(it.key()), reply -> head.requestId() == null ? null : done(), null);
            case CallFrame.KeyRenew it ->
                it.key() == null
                        ? keyRequest(it.serviceId(), "renewal", "success")
                        : Question.of(new CallCommand.RenewKey(it.key()), done());
            case CallFrame.KeyList it ->
                Question.of(
                        new CallCommand.ListKeys(it.serviceId()),
                        CallReply.KeysListed.class,
                        listed -> keys(it.serviceId(), listed.keys()));
        };
    }

    /** A service asks its provider's program; dialect A insists on a sender and on content in every frame. */
    static ObjectNode push(Push.CallArrived call) {
        JsonNode payload = call.payload();
        ObjectNode frame =
                switch (call.kind()) {
                    case CALL -> {
                        ObjectNode request = ClawCodec.frame("request").put("method", text(payload, "method"));
                        request.set(
                                "params",
                                payload.path("params").isMissingNode() ? ClawCodec.object() : payload.get("params"));
                        yield request.put("tunnel_id", text(payload, "tunnel_id"));
                    }
                    case KEY ->
                        ClawCodec.frame("key_request")
                                .put("original_request_id", call.callId())
                                .put("purpose", text(payload, "purpose"))
                                .put("service_name", text(payload, "service_name"));
                    case TUNNEL ->
                        ClawCodec.frame("channel_request")
                                .put("user_client_id", call.callerId())
                                .put("tunnel_id", text(payload, "tunnel_id"));
                };
        return frame.put("request_id", call.callId())
                .put("service_id", call.serviceId())
                .put("consumer_id", call.callerId())
                .put(
                        "timestamp",
                        Instant.ofEpochMilli(System.currentTimeMillis()).toString())
                .put("sender_id", call.callerId())
                .put("content", "");
    }

    private static ObjectNode established(Tunnel tunnel) {
        return ClawCodec.frame("channel_established")
                .put("service_id", tunnel.serviceId())
                .put("channel_id", tunnel.tunnelId())
                .put("tunnel_id", tunnel.tunnelId())
                .put("execution_mode", tunnel.executionMode())
                .put("endpoint", tunnel.endpoint());
    }

    /** The protocol calls tunnels channels; the hub's conversations are told apart by how their ids begin. */
    private static Question close(String id) {
        ObjectNode closed = done().put("channel_id", id).put("status", "closed");
        return id.startsWith("ch_")
                ? Question.of(new ChannelCommand.EndChannel(id, null), closed)
                : Question.of(new CallCommand.CloseTunnel(id), closed);
    }

    private static Question keyRequest(String serviceId, String purpose, String answerType) {
        return Question.of(
                        new CallCommand.RequestKey(serviceId, purpose),
                        CallReply.KeyIssued.class,
                        issued -> issued(answerType, serviceId, issued))
                .refusedAs(refusal -> ClawCodec.frame("success".equals(answerType) ? "error" : answerType)
                        .put("success", false)
                        .put("service_id", serviceId)
                        .put("reason", refusal.getMessage())
                        .put("message", refusal.getMessage())
                        .put("error", refusal.getMessage())
                        .put("error_code", refusal.error().name())
                        .put("retryable", refusal.error().retryable()));
    }

    private static ObjectNode issued(String type, String serviceId, CallReply.KeyIssued issued) {
        ServiceKey description = issued.description();
        ObjectNode frame = ClawCodec.frame(type)
                .put("success", true)
                .put("service_id", serviceId)
                .put("key", issued.key());
        frame.putObject("lifecycle")
                .put("duration_seconds", description.durationSeconds())
                .put("max_calls", description.maxCalls())
                .put("expires_at", String.valueOf(description.expiresAt()));
        return frame;
    }

    private static ObjectNode keys(String serviceId, List<ServiceKey> keys) {
        ObjectNode frame = ClawCodec.frame("key_list_response").put("service_id", serviceId);
        Budget budget = new Budget(frame);
        ArrayNode list = ClawCodec.object().arrayNode();
        for (ServiceKey key : keys) {
            ObjectNode item = ClawCodec.object()
                    .put("key_id", key.keyId())
                    .put("service_id", key.serviceId())
                    .put("consumer_id", key.consumerId())
                    .put("expires_at", String.valueOf(key.expiresAt()))
                    .put("calls_left", key.callsLeft())
                    .put("duration_seconds", key.durationSeconds())
                    .put("max_calls", key.maxCalls());
            if (!budget.takes(item)) {
                break;
            }
            list.add(item);
        }
        return frame.set("keys", list);
    }

    private static ObjectNode done() {
        return ClawCodec.frame("success").put("success", true);
    }

    private static String text(JsonNode payload, String name) {
        return payload.path(name).textValue();
    }
}
