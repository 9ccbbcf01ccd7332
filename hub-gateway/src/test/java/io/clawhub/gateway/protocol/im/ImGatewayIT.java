package io.clawhub.gateway.protocol.im;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The protocol on a gateway with a real log and a real directory; its history-service has nothing to tell. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(EmptyHistory.class)
class ImGatewayIT {

    @TestHTTPResource("/im/v1/ws")
    URI root;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<FrameSocket> open = new ArrayList<>();
    private boolean writes;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(Duration.ofSeconds(20)).until(tail::isFollowing);
    }

    @AfterEach
    void close() {
        open.forEach(FrameSocket::close);
    }

    @Test
    void messagesGoBothWaysAndSendsAreAnswered() {
        FrameSocket a = hello("a", "c");
        FrameSocket b = hello("b", "c");

        say(a, "{'t':'send','cmid':'m1','to':'" + run + "b','text':'hello','metadata':{'k':1},'mentions':['all']}");
        JsonNode ok = next(a, "send_ok");
        JsonNode message = next(b, "deliver").path("message");

        assertThat(message.path("id")).isEqualTo(ok.path("id"));
        assertThat(message.path("seq")).isEqualTo(ok.path("seq"));
        assertThat(message.path("conversation_id")).isEqualTo(ok.path("conversation_id"));
        assertThat(message.path("from").textValue()).isEqualTo(run + "a");
        assertThat(message.path("to").textValue()).isEqualTo(run + "b");
        assertThat(message.path("metadata").path("k").intValue()).isEqualTo(1);
        assertThat(message.path("protocol").textValue()).isEqualTo("im");
        assertThat(ok.path("duplicate").booleanValue()).isFalse();
        say(a, "{'t':'send','cmid':'m1','to':'" + run + "b','text':'hello','metadata':{'k':1},'mentions':['all']}");
        JsonNode again = next(a, "send_ok");
        assertThat(again.path("id")).isEqualTo(ok.path("id"));
        assertThat(again.path("duplicate").booleanValue()).isTrue();
        say(a, "{'t':'send','cmid':'m1','to':'" + run + "b','text':'other'}");
        assertThat(next(a, "send_err").path("code").textValue()).isEqualTo("CONFLICT");
    }

    @Test
    void theSenderIsToldWhenItWasStoredAndRead() {
        FrameSocket a = hello("a", "c");
        FrameSocket b = hello("b", "c");
        say(a, "{'t':'send','cmid':'m1','to':'" + run + "b','text':'hello'}");
        JsonNode message = next(b, "deliver").path("message");
        String position =
                "'conversation_id':'" + message.path("conversation_id").textValue() + "','seq':"
                        + message.path("seq").longValue();

        say(b, "{'t':'ack'," + position + "}");
        JsonNode delivered = next(a, "status");
        say(b, "{'t':'read'," + position + "}");
        JsonNode read = next(a, frame -> "read".equals(frame.path("state").textValue()));

        assertThat(delivered.path("state").textValue()).isEqualTo("delivered");
        assertThat(delivered.path("by").textValue()).isEqualTo(run + "b");
        assertThat(delivered.path("seq")).isEqualTo(message.path("seq"));
        assertThat(read.path("seq")).isEqualTo(message.path("seq"));
    }

    @Test
    void theWindowHoldsDeliveriesBack() {
        FrameSocket a = hello("a", "c");
        FrameSocket b = connect();
        say(b, "{'t':'hello','v':1,'agent_id':'" + run + "b','client_id':'c','window':2}");
        next(b, "welcome");
        for (int i = 1; i <= 4; i++) {
            say(a, "{'t':'send','cmid':'m" + i + "','to':'" + run + "b','text':'" + i + "'}");
            next(a, "send_ok");
        }
        next(b, "deliver");
        JsonNode second = next(b, "deliver").path("message");
        assertThat(second.path("text").textValue()).isEqualTo("2");
        say(b, "{'t':'ping','n':1}");
        assertThat(parse(b.next()).path("t").textValue()).isEqualTo("pong");

        say(
                b,
                "{'t':'ack','conversation_id':'"
                        + second.path("conversation_id").textValue() + "','seq':"
                        + second.path("seq").longValue() + "}");

        assertThat(next(b, "deliver").path("message").path("text").textValue()).isEqualTo("3");
        assertThat(next(b, "deliver").path("message").path("text").textValue()).isEqualTo("4");
    }

    @Test
    void otherClientsOfTheSenderGetACopy() {
        FrameSocket phone = hello("a", "phone");
        FrameSocket desk = hello("a", "desk");
        hello("b", "c");

        say(phone, "{'t':'send','cmid':'m1','to':'" + run + "b','text':'hello'}");
        next(phone, "send_ok");

        JsonNode copy = next(desk, "deliver").path("message");
        assertThat(copy.path("dir").textValue()).isEqualTo("out");
        assertThat(copy.path("client_msg_id").textValue()).isEqualTo("m1");
        say(phone, "{'t':'ping','n':1}");
        List<String> heard = new ArrayList<>();
        next(phone, frame -> {
            heard.add(frame.path("t").textValue());
            return "pong".equals(heard.getLast());
        });
        assertThat(heard).doesNotContain("deliver");
    }

    @Test
    void aNewerConnectionOfTheSameClientReplacesTheOlder() {
        FrameSocket older = hello("a", "c");

        hello("a", "c");

        assertThat(next(older, "error").path("code").textValue()).isEqualTo("REPLACED");
        assertThat(older.closeCode()).isEqualTo(4009);
    }

    @Test
    void aGroupIsMadeSpokenInAndLeft() {
        FrameSocket a = hello("a", "c");
        FrameSocket b = hello("b", "c");
        say(a, "{'t':'group_create','rid':'r1','name':'tea','members':['" + run + "b']}");
        String group = next(a, "reply").path("conversation_id").textValue();
        assertThat(next(b, "group").path("conversation_id").textValue()).isEqualTo(group);

        say(b, "{'t':'send','cmid':'m1','conversation_id':'" + group + "','text':'hello'}");
        assertThat(next(a, "deliver").path("message").path("conversation_kind").textValue())
                .isEqualTo("group");
        say(b, "{'t':'group_leave','rid':'r2','conversation_id':'" + group + "'}");
        next(b, "reply");
        assertThat(next(a, frame -> "left".equals(frame.path("change").textValue()))
                        .path("who")
                        .get(0)
                        .textValue())
                .isEqualTo(run + "b");
        say(a, "{'t':'members','rid':'r3','conversation_id':'" + group + "'}");
        assertThat(next(a, "reply").path("members")).hasSize(1);
    }

    @Test
    void aSessionIsRequestedAcceptedAndEnded() {
        FrameSocket provider = hello("p", "c");
        FrameSocket consumer = hello("c", "c");
        say(provider, "{'t':'service_register','rid':'r0','service_id':'" + run + "s','name':'Weather'}");
        next(provider, "reply");
        say(consumer, "{'t':'channel_request','rid':'r1','service_id':'" + run + "s','message':'please'}");
        JsonNode asked = next(provider, "channel");
        assertThat(asked.path("status").textValue()).isEqualTo("pending");
        String conversation = asked.path("conversation_id").textValue();

        say(provider, "{'t':'channel_accept','rid':'r2','conversation_id':'" + conversation + "'}");
        JsonNode settled = next(consumer, "reply");
        say(consumer, "{'t':'send','cmid':'m1','conversation_id':'" + conversation + "','text':'weather?'}");

        assertThat(settled.path("status").textValue()).isEqualTo("accepted");
        assertThat(next(provider, "deliver")
                        .path("message")
                        .path("conversation_kind")
                        .textValue())
                .isEqualTo("channel");
        say(provider, "{'t':'channel_end','rid':'r3','conversation_id':'" + conversation + "','reason':'done'}");
        assertThat(next(consumer, frame -> "ended".equals(frame.path("status").textValue()))
                        .path("text")
                        .textValue())
                .isEqualTo("done");
    }

    @Test
    void aRunIsShownWhileItGrows() {
        FrameSocket a = hello("a", "c");
        FrameSocket b = hello("b", "c");
        say(a, "{'t':'send','cmid':'m0','to':'" + run + "b','text':'first'}");
        String conversation = next(a, "send_ok").path("conversation_id").textValue();

        // Shown to those who are there, and lost otherwise: the first ones may come before b's gateway listens.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            say(a, "{'t':'typing','to':'" + run + "b','on':" + (writes = !writes) + "}");
            String frame = b.next(Duration.ofMillis(250));
            while (frame != null && !frame.contains("\"typing\"")) {
                frame = b.next(Duration.ofMillis(250));
            }
            return frame != null;
        });
        say(a, "{'t':'stream_begin','run_id':'" + run + "','cmid':'m1','to':'" + run + "b'}");
        say(a, "{'t':'stream_delta','run_id':'" + run + "','seq':1,'text':'hel'}");
        assertThat(next(b, frame -> "begin".equals(frame.path("op").textValue()))
                        .path("run_id")
                        .textValue())
                .isEqualTo(run);
        assertThat(next(b, frame -> "delta".equals(frame.path("op").textValue()))
                        .path("text")
                        .textValue())
                .isEqualTo("hel");
        say(b, "{'t':'cancel','run_id':'" + run + "','conversation_id':'" + conversation + "'}");
        assertThat(next(a, "cancel").path("by").textValue()).isEqualTo(run + "b");
        say(a, "{'t':'stream_end','run_id':'" + run + "','seq':2,'text':'hello','status':'cancelled'}");

        assertThat(next(a, "send_ok").path("cmid").textValue()).isEqualTo("m1");
        JsonNode message = next(b, frame -> frame.path("message").has("run_id")).path("message");
        assertThat(message.path("run_id").textValue()).isEqualTo(run);
        assertThat(message.path("text").textValue()).isEqualTo("hello");
    }

    @Test
    void badFramesAreAnsweredAndHarmNobody() {
        FrameSocket a = hello("a", "c");

        a.send("nonsense");
        a.sendBinary(new byte[] {1});
        a.send("{\"t\":\"no such\"}");

        assertThat(next(a, "error").path("code").textValue()).isEqualTo("BAD_JSON");
        assertThat(next(a, "error").path("code").textValue()).isEqualTo("BAD_JSON");
        assertThat(next(a, "error").path("code").textValue()).isEqualTo("UNKNOWN_TYPE");
        say(a, "{'t':'ping','n':7}");
        assertThat(next(a, "pong").path("n").intValue()).isEqualTo(7);
        say(a, "{'t':'bye'}");
        assertThat(a.closeCode()).isEqualTo(1000);
    }

    @Test
    void whatWasMissedIsFollowedByItsEnd() {
        FrameSocket a = hello("a", "c");

        next(a, "caught_up");
    }

    @Test
    void aFrameBeyondTheLimitEndsTheConnection() {
        FrameSocket a = hello("a", "c");

        a.sendBlindly("x".repeat(1024 * 1024 + 1));

        assertThat(a.closeCode()).isEqualTo(1009);
    }

    @Test
    void epochsAreTheSameAndCursorsOfAnotherAreNotUsed() {
        FrameSocket first = connect();
        say(first, "{'t':'hello','v':1,'agent_id':'" + run + "a','client_id':'c'}");
        String epoch = next(first, "welcome").path("epoch").textValue();

        FrameSocket same = connect();
        say(same, "{'t':'hello','v':1,'agent_id':'" + run + "b','client_id':'c','epoch':'" + epoch + "'}");
        FrameSocket other = connect();
        say(other, "{'t':'hello','v':1,'agent_id':'" + run + "c','client_id':'c','epoch':'e_other'}");

        assertThat(next(same, "welcome").path("recovered").booleanValue()).isTrue();
        assertThat(next(other, "welcome").path("recovered").booleanValue()).isFalse();
    }

    private FrameSocket hello(String agent, String client) {
        FrameSocket socket = connect();
        say(socket, "{'t':'hello','v':1,'agent_id':'" + run + agent + "','client_id':'" + client + "'}");
        assertThat(parse(socket.next()).path("t").textValue()).isEqualTo("welcome");
        return socket;
    }

    private FrameSocket connect() {
        FrameSocket socket = FrameSocket.connect("ws://" + root.getAuthority() + "/im/v1/ws", Map.of());
        open.add(socket);
        return socket;
    }

    private static void say(FrameSocket socket, String frame) {
        String json = frame.replace('\'', '"');
        assertThat(FrameSchemas.client(json)).as(json).isEmpty();
        socket.send(json);
    }

    private static JsonNode parse(String text) {
        return FrameSchemas.fromHub(text);
    }

    /** The next frame of this type; others, which must be as the schema says too, are passed over. */
    private static JsonNode next(FrameSocket socket, String type) {
        return next(socket, frame -> type.equals(frame.path("t").textValue()));
    }

    private static JsonNode next(FrameSocket socket, Predicate<JsonNode> wanted) {
        JsonNode frame = parse(socket.next());
        while (!wanted.test(frame)) {
            frame = parse(socket.next());
        }
        return frame;
    }
}
