package io.clawhub.gateway.protocol.claw;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.ChannelReply;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceReply;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply;
import io.clawhub.gateway.core.accounts.User;
import io.clawhub.gateway.core.channels.Channel;
import io.clawhub.gateway.protocol.claw.ClawBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

class ClawConnectionTest {

    private static final String B = "'request_id':'r1','client_id':'c0ffee00'";

    private final ClawBench bench = new ClawBench(Map.of("hub.limits.connections-per-agent", "2"));

    @Test
    void theHeaderNamesTheAgentAndNoFrameOverridesIt() {
        Line line = bench.plain("a");

        line.send("{'type':'chat_message','sender_id':'forged','target_agent':'x','content':'hi'}")
                .hearsNothing();

        assertThat(bench.core.asked).isEmpty();
        assertThat(bench.core.refusals).containsExactly(HubError.IDENTITY_MISMATCH);
        line.send("{'type':'chat_message','sender_id':'a','target_agent':'x','content':'hi'}");
        assertThat(bench.command(Command.SendMessage.class).targetId()).isEqualTo("x");
        assertThat(bench.core.asked.getLast().caller().participantId()).isEqualTo("a");
    }

    @Test
    void theFirstSenderNamesANamelessConnection() {
        Line line = bench.nameless();

        line.send("{'type':'chat_message','sender_id':'a','target_agent':'x','content':'hi'}");
        line.send("{'type':'chat_end','agent_id':'b','channel_id':'ch_1'}");

        assertThat(bench.core.asked.getLast().caller().participantId()).isEqualTo("a");
        assertThat(line.next().path("error_code").textValue()).isEqualTo("IDENTITY_MISMATCH");
    }

    @Test
    void framesThatComeWhileANameIsClaimedWaitInOrder() {
        UniEmitter<?>[] claim = {null};
        bench.core.claims = credential -> Uni.createFrom().<Authentication>emitter(emitter -> claim[0] = emitter);
        Line line = bench.nameless();

        line.send("{'type':'connect','agent_id':'a'}");
        line.send("{'type':'chat_message','target_agent':'x','content':'1'}");
        line.send("{'type':'chat_message','target_agent':'x','content':'2'}");
        line.hearsNothing();
        assertThat(line.isRead).isFalse();
        assertThat(bench.core.asked).isEmpty();
        complete(claim[0]);

        assertThat(line.nextType()).isEqualTo("connected");
        assertThat(line.isRead).isTrue();
        assertThat(bench.commands())
                .extracting(command -> ((Command.SendMessage) command).content().textValue())
                .containsExactly("1", "2");
    }

    @Test
    void aNameThatIsNotTheirsIsRefusedAndTheConnectionGoesOn() {
        bench.core.claims = credential ->
                Uni.createFrom().failure(new HubException(HubError.AUTH_FAILED, "belongs to somebody else"));
        Line line = bench.nameless();

        line.send("{'type':'connect','agent_id':'theirs'}");

        assertThat(line.next().path("error_code").textValue()).isEqualTo("AUTH_FAILED");
        assertThat(line.isRead).isTrue();
        assertThat(line.send("{'type':'ping'}").nextType()).isEqualTo("pong");
    }

    @Test
    void anIdThatAClientMadeUpIsReservedWhileItLives() {
        Line first = bench.nameless();
        Line second = bench.nameless();

        first.send("{'type':'whoami'," + B + "}");
        second.send("{'type':'whoami'," + B + "}");

        assertThat(first.next().path("agent_id").textValue()).isEqualTo("c0ffee00");
        assertThat(second.next().path("error_code").textValue()).isEqualTo("IDENTITY_MISMATCH");
        first.connection.closed();
        assertThat(bench.core.reservations).isEmpty();
        second.send("{'type':'whoami'," + B + "}");
        assertThat(second.next().path("agent_id").textValue()).isEqualTo("c0ffee00");
    }

    @Test
    void aliasesReachTheConnectionThatBearsThem() {
        Line named = bench.byUrl("readable");
        named.send("{'type':'whoami'," + B + "}");
        String serverId = named.next().path("client_id").textValue();
        Line other = bench.plain("other");

        other.send("{'type':'chat_message','target_agent':'c0ffee00','content':'x'}");
        assertThat(bench.command(Command.SendMessage.class).targetId()).isEqualTo("readable");
        other.send("{'type':'chat_accept','consumer_id':'" + serverId + "'}");
        assertThat(bench.command(ChannelCommand.AcceptChannel.class).consumerId())
                .isEqualTo("readable");
        named.connection.closed();
        other.send("{'type':'chat_message','target_agent':'c0ffee00','content':'x'}");
        assertThat(bench.command(Command.SendMessage.class).targetId()).isEqualTo("c0ffee00");
    }

    @Test
    void messagesArePushedInTheDialectOfTheClient() {
        bench.plain("a");
        Line b = bench.nameless().send("{'type':'heartbeat','client_id':'c0ffee00'}");
        bench.byUrl("url");

        assertThat(pushedType("a")).isEqualTo("chat_message");
        assertThat(bench.pushed("c0ffee00", message()).path("sender").textValue())
                .isEqualTo("s");
        assertThat(pushedType("c0ffee00")).isEqualTo("message");
        assertThat(pushedType("url")).isEqualTo("message");
        b.send("{'type':'chat_history'}");
        assertThat(pushedType("c0ffee00")).isEqualTo("chat_message");
        b.hearsNothing();
    }

    @Test
    void aRequestEndsInExactlyOneAnswerAndPushesWaitForIt() {
        Line line = bench.plain("a");
        line.send("{'type':'chat_request','request_id':'req_1','consumer_id':'a','service_id':'w'}");
        line.outbound.push("{'type':'chat_message'}".replace('\'', '"'), () -> {});
        line.hearsNothing();

        bench.reply(new ChannelReply.ChannelState(channel(ConversationStatus.ACTIVE, null)));

        JsonNode accept = line.next();
        assertThat(accept.path("type").textValue()).isEqualTo("chat_accept");
        assertThat(accept.path("channel_id").textValue()).isEqualTo("ch_1");
        assertThat(accept.path("request_id").textValue()).isEqualTo("req_1");
        assertThat(accept.path("sender_id").textValue()).isEqualTo("p");
        assertThat(accept.path("content").textValue()).isEmpty();
        assertThat(line.nextType()).isEqualTo("chat_message");
        line.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'chat_request','request_id':'req_1','consumer_id':'a'}",
                "{'type':'chat_request','request_id':'req_1','consumer_id':'a','service_id':7}",
                "{'type':'chat_request','request_id':'req_1','consumer_id':'forged','service_id':'w'}"
            })
    void aRequestThatCannotBeMadeIsRejected(String frame) {
        Line line = bench.plain("a").send(frame);

        JsonNode reject = line.next();
        assertThat(reject.path("type").textValue()).isEqualTo("chat_reject");
        assertThat(reject.path("reason").textValue()).isNotEmpty();
        assertThat(reject.has("sender_id") && reject.has("content")).isTrue();
        line.hearsNothing();
    }

    @Test
    void aRequestThatTheCoreRefusesIsRejectedAndPushesGoOn() {
        Line line = bench.plain("a").send("{'type':'chat_request','service_id':'w'}");
        bench.core.asked.remove().refuse(HubError.DIRECTORY_UNAVAILABLE);
        line.outbound.push("{\"type\":\"chat_message\"}", () -> {});

        JsonNode reject = line.next();
        assertThat(reject.path("error_code").textValue()).isEqualTo("DIRECTORY_UNAVAILABLE");
        assertThat(line.nextType()).isEqualTo("chat_message");
    }

    @Test
    void historyIsAnsweredBeforeAnythingElseAndAlways() {
        Line line = bench.plain("a").send("{'type':'chat_history','agent_id':'a','limit':'x'}");
        line.outbound.push("{\"type\":\"chat_message\"}", () -> {});
        line.hearsNothing();
        bench.reply(new Reply.HistoryRead(null, List.of(logged()), false));

        assertThat(line.next().path("messages")).hasSize(1);
        assertThat(line.nextType()).isEqualTo("chat_message");
        line.send("{'type':'chat_history','channel_id':7}");
        assertThat(line.next().path("error_code").textValue()).isEqualTo("MISSING_FIELDS");
    }

    @Test
    void everyQuestionOfDialectBIsAnsweredByItsId() {
        Line line = bench.nameless();

        line.send("{'type':'chat','target':'x','content':'hi','sender':'c0ffee00'," + B + "}");
        bench.reply(new Reply.Accepted("msg_1", "dc_1", 1, 0, true));
        assertSays(
                line.next(),
                Map.of("type", "chat_result", "request_id", "r1", "status", "delivered", "channel_id", "dc_1"));
        line.send("{'type':'request_chat','service_id':'w','message':'','consumer_id':'c0ffee00'," + B + "}");
        bench.reply(new ChannelReply.ChannelState(channel(ConversationStatus.REJECTED, "timeout")));
        assertSays(line.next(), Map.of("type", "chat_result", "status", "rejected", "reason", "timeout"));
        line.send("{'type':'end_chat','channel_id':'ch_1','reason':'bye'," + B + "}");
        bench.core.asked.removeLast().refuse(HubError.NOT_A_PARTY);
        assertSays(line.next(), Map.of("type", "error", "request_id", "r1", "error", "because"));
        line.send("{'type':'listing_create'," + B + "}");
        assertSays(line.next(), Map.of("request_id", "r1", "error_code", "UNKNOWN_TYPE"));
        line.send("{'type':'history','channel_id':'ch_1','limit':5," + B + "}");
        bench.reply(new Reply.HistoryRead("ch_1", List.of(logged()), true));
        JsonNode history = line.next();
        assertSays(history, Map.of("type", "history_result", "request_id", "r1", "channel_id", "ch_1"));
        assertSays(history.path("messages").path(0), Map.of("sender", "s", "sender_id", "s", "content", "hi"));
    }

    @Test
    void aPlainAgentHearsOfNoOtherAnswer() {
        Line line = bench.plain("a");
        for (String frame : List.of(
                "{'type':'chat_accept','provider_id':'a','consumer_id':'c'}",
                "{'type':'chat_reject','provider_id':'a','consumer_id':'c','reason':'no'}",
                "{'type':'chat_end','channel_id':'ch_1','agent_id':'a'}",
                "{'type':'response','request_id':'k','response':{'result':1}}")) {
            line.send(frame);
            bench.reply(new Reply.Done());
        }
        line.send("{'type':'chat_end','channel_id':'ch_1','agent_id':'a'}");
        bench.core.asked.removeLast().refuse(HubError.NOT_A_PARTY);
        line.send("{'type':'bid_create'}").send("nonsense").hearsNothing();
    }

    @Test
    void aPolicyWithoutAServiceIsForAllThatWereRegistered() {
        Line line = bench.nameless();
        line.send("{'type':'lifecycle_policy','policy':{'max_calls':3}," + B + "}");
        assertThat(line.next().path("error_code").textValue()).isEqualTo("MISSING_FIELDS");
        for (String id : List.of("one", "two")) {
            line.send("{'type':'register','service':{'id':'" + id + "'}," + B + "}");
            bench.reply(new ServiceReply.ServiceRegistered(id, "ch_" + id));
            assertThat(line.nextType()).isEqualTo("registered");
        }

        line.send("{'type':'lifecycle_policy','policy':{'max_calls':3}," + B + "}");

        assertThat(bench.command(ServiceCommand.SetKeyPolicy.class).serviceId()).isEqualTo("one");
        bench.reply(new Reply.Done());
        line.hearsNothing();
        assertThat(bench.command(ServiceCommand.SetKeyPolicy.class).serviceId()).isEqualTo("two");
        bench.reply(new Reply.Done());
        assertThat(line.nextType()).isEqualTo("success");
    }

    @Test
    void whereACredentialIsNeededNothingElseIsServedBefore() {
        bench.core.credentialsRequired = true;
        Line line = bench.nameless();

        line.send("{'type':'connect','agent_id':'a'}");
        assertThat(line.next().path("error_code").textValue()).isEqualTo("AUTH_REQUIRED");
        assertThat(line.send("{'type':'ping'}").nextType()).isEqualTo("pong");
        assertThat(line.send("{'type':'help','topic':'rating'}")
                        .next()
                        .path("content")
                        .textValue())
                .contains("get_rating");
        line.send("{'type':'user_auth','request_id':'r1','api_key':'k'}");
        line.send("{'type':'connect','agent_id':'a'}");
        assertThat(bench.command(UserCommand.AuthenticateUser.class).apiKey()).isEqualTo("k");
        bench.reply(new UserReply.UserAuthenticated(new User("u1", "n", Instant.EPOCH, true)));

        assertThat(line.next().path("success").booleanValue()).isTrue();
        assertThat(line.nextType()).isEqualTo("connected");
        assertThat(bench.core.open.getLast().caller().userId()).isEqualTo("u1");
        bench.loop.pass(20_000);
        assertThat(line.closedWith).isNull();
    }

    @Test
    void whoShowsNoCredentialInTimeIsSentAway() {
        bench.core.credentialsRequired = true;
        Line line = bench.nameless();

        line.send("{'type':'user_auth','request_id':'r1','api_key':'wrong'}");
        bench.core.asked.remove().refuse(HubError.AUTH_FAILED);
        assertThat(line.next().path("reason").textValue()).isEqualTo("because");
        bench.loop.pass(10_000);

        assertThat(line.closedWith).isEqualTo(1008);
    }

    @Test
    void anAgentHasSoManyConnections() {
        Line first = bench.plain("a");
        bench.plain("a");
        Line third = bench.nameless().send("{'type':'connect','agent_id':'a'}");

        assertThat(third.next().path("error_code").textValue()).isEqualTo("RATE_LIMITED");
        bench.loop.turn();
        assertThat(third.closedWith).isEqualTo(1013);
        third.connection.closed();
        first.connection.closed();
        assertThat(bench.nameless().send("{'type':'connect','agent_id':'a'}").nextType())
                .isEqualTo("connected");
    }

    @Test
    void aFullLaneStopsReadingUntilThereIsRoom() {
        Line line = bench.plain("a");
        bench.core.laneFull = true;

        line.send("{'type':'chat_message','target_agent':'x','content':'1'}");
        line.send("{'type':'chat_message','target_agent':'x','content':'2'}");
        assertThat(line.isRead).isFalse();
        assertThat(bench.commands()).hasSize(1);
        bench.core.laneFull = false;
        bench.core.whenLaneHasSpace.run();

        assertThat(bench.commands()).hasSize(2);
        assertThat(line.isRead).isTrue();
    }

    @Test
    void tooManyQuestionsAtOnceAreRefusedAndTheRestAnswered() {
        Line line = bench.nameless();
        for (int i = 0; i < 33; i++) {
            line.send("{'type':'whoami'," + B + "}").next();
            line.send("{'type':'get_rating','service_id':'s'," + B + "}");
        }

        assertThat(line.next().path("error_code").textValue()).isEqualTo("RATE_LIMITED");
        assertThat(bench.core.asked).hasSize(32);
    }

    @SuppressWarnings("unchecked")
    private static void complete(UniEmitter<?> claim) {
        ((UniEmitter<Authentication>) claim).complete(Authentication.OPEN);
    }

    private static void assertSays(JsonNode frame, Map<String, String> fields) {
        fields.forEach((name, value) ->
                assertThat(frame.path(name).textValue()).as(name).isEqualTo(value));
    }

    private String pushedType(String participantId) {
        return bench.pushed(participantId, message()).path("type").textValue();
    }

    private static Push message() {
        return new Push.MessageArrived(logged());
    }

    private static LoggedMessage logged() {
        MessageAccepted message = new MessageAccepted(
                "msg_1",
                "id-1",
                "dc_1",
                ConversationKind.DIRECT,
                "s",
                List.of("s", "a"),
                null,
                new TextNode("hi"),
                null);
        return new LoggedMessage(message, 1, Instant.EPOCH);
    }

    private static Channel channel(ConversationStatus status, String text) {
        return new Channel(
                "ch_1", ConversationKind.CHANNEL, status, "w", "p", "a", "req_1", text, Instant.EPOCH, Instant.EPOCH);
    }
}
