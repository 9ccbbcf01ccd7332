package io.clawhub.gateway.protocol.im;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CursorCommand.Acknowledge;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupReply;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.http.HeaderText;
import io.clawhub.gateway.http.HttpCallers;
import io.clawhub.gateway.http.HttpCallers.Audience;
import io.clawhub.gateway.json.JsonFields;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.websocket.AgentLimits;
import io.clawhub.gateway.websocket.Loop;
import io.clawhub.gateway.websocket.TokenBucket;

/** The protocol's frames as requests: who asks is in the headers, what in the body. All fail with a {@link HubException}. */
@ApplicationScoped
public class ImRest {

    /** The client that a caller is who names none. */
    private static final String CLIENT = "rest";

    private static final int MAX_ACKS = 1_000;

    private final HttpCallers callers;
    private final ImCore core;
    private final AgentLimits agents;
    private final GatewayConfig config;
    private final Vertx vertx;

    ImRest(HttpCallers callers, ImCore core, AgentLimits agents, GatewayConfig config, Vertx vertx) {
        this.callers = callers;
        this.core = core;
        this.agents = agents;
        this.config = config;
        this.vertx = vertx;
    }

    /**
     * Says something; {@code send_ok} without its type.
     *
     * @param key the idempotency key, unless the body names it
     */
    public Uni<ObjectNode> send(HttpServerRequest request, String key, String body) {
        return asked(request, caller -> {
            JsonFields fields = new JsonFields(JsonText.parse(body));
            String cmid =
                    key == null || key.isEmpty() ? fields.requiredId("cmid") : Ids.checked(key, "Idempotency-Key");
            SendMessage command = ChatReaders.message(fields, cmid);
            return core.send(caller, command).map(accepted -> untyped(Answers.accepted(cmid, accepted)));
        });
    }

    /** Waits for what was said: {@code epoch, frames, caught_up}. */
    public Uni<ObjectNode> sync(HttpServerRequest request, int waitSeconds, int limit) {
        return asked(request, caller -> core.epoch().chain(epoch -> new Poll(
                        core, Loop.of(vertx.getOrCreateContext()), limit)
                .start(caller, config.connection(), new ImCore.Opening(Map.of(), limit), waitSeconds * 1_000L)
                .map(collected -> {
                    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("epoch", epoch);
                    answer.putArray("frames").addAll(collected.frames());
                    return answer.put("caught_up", collected.caughtUp());
                })));
    }

    /** Everything up to these positions is stored. */
    public Uni<Void> acknowledge(HttpServerRequest request, String body) {
        return asked(request, caller -> Multi.createFrom()
                .iterable(acknowledged(new JsonFields(JsonText.parse(body))))
                .onItem()
                .transformToUniAndConcatenate(ack -> core.ask(caller, ack))
                .onItem()
                .ignoreAsUni());
    }

    private static List<Command> acknowledged(JsonFields fields) {
        List<Command> commands = new ArrayList<>();
        JsonNode cursors = fields.object("cursors");
        if (cursors == null) {
            commands.add(new Acknowledge(
                    fields.requiredId("conversation_id"), Numbers.required(fields, "seq", 0, Long.MAX_VALUE)));
        } else if (cursors.size() > MAX_ACKS) {
            throw JsonFields.wrong("cursors", "an object of at most " + MAX_ACKS + " numbers");
        } else {
            SessionReaders.cursors(cursors).forEach((id, seq) -> commands.add(new Acknowledge(id, seq)));
        }
        return commands;
    }

    /** The caller's conversations. */
    public Uni<ObjectNode> conversations(HttpServerRequest request, int limit) {
        return asked(request, caller -> core.ask(caller, new GroupCommand.ListConversations(limit))
                .map(reply -> Answers.conversations(
                        JsonNodeFactory.instance.objectNode(), (GroupReply.ConversationsListed) reply)));
    }

    /** A page of a conversation's messages. */
    public Uni<ObjectNode> history(HttpServerRequest request, String conversationId, String before, int limit) {
        return asked(request, caller -> {
            String until = before == null || before.isEmpty() ? null : Ids.checked(before, "before");
            String id = Ids.checked(conversationId, "conversation_id");
            return core.ask(caller, new Command.ReadHistory(id, null, until, limit))
                    .map(reply -> Answers.history(JsonNodeFactory.instance.objectNode(), (Reply.HistoryRead) reply));
        });
    }

    /** The request counts among the agent's connections while it lasts, and for its rate. */
    private <T> Uni<T> asked(HttpServerRequest request, Function<Caller, Uni<T>> question) {
        return Uni.createFrom()
                .deferred(() -> callers.ofEncoded(request, Audience.AGENT, ImHub.PROTOCOL, clientId(request)))
                .onFailure(HubException.class)
                .invoke(this::count)
                .chain(caller -> admitted(caller, () -> question.apply(caller)));
    }

    private <T> Uni<T> admitted(Caller caller, Supplier<Uni<T>> question) {
        TokenBucket rate = agents.enter(caller.participantId());
        if (rate == null) {
            core.refused(HubError.RATE_LIMITED);
            throw new HubException(HubError.RATE_LIMITED, "too many connections of this agent");
        }
        return Uni.createFrom()
                .deferred(() -> {
                    try {
                        if (rate.take() > 0) {
                            throw new HubException(HubError.RATE_LIMITED, "too many requests of this agent");
                        }
                        return question.get();
                    } catch (HubException refusal) {
                        count(refusal);
                        throw refusal;
                    }
                })
                .onTermination()
                .invoke(() -> agents.leave(caller.participantId()));
    }

    /** What the core is not asked, it does not count. */
    private void count(Throwable refusal) {
        core.refused(HubException.of(refusal).error());
    }

    private static String clientId(HttpServerRequest request) {
        String named = HeaderText.decoded(request.getHeader("X-Client-Id"), "X-Client-Id");
        return named == null ? CLIENT : SessionReaders.clientId(named);
    }

    private static ObjectNode untyped(ObjectNode frame) {
        frame.remove("t");
        return frame;
    }
}
