package io.clawhub.e2e;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** What was said through a service, as its provider, its consumers and strangers read it, on either gateway. */
@ExtendWith(CalmHub.class)
class HistoryIT {

    private final HubProcesses hub;
    private final String service = Names.fresh("weather");

    HistoryIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void aProviderReadsTheWholeServiceAndAConsumerItsOwnPart() {
        try (Agent provider = Agent.introduced(hub, 1, Names.fresh("provider"));
                Agent one = Agent.introduced(hub, 1, Names.fresh("one"));
                Agent two = Agent.introduced(hub, 2, Names.fresh("two"))) {
            String lobby = register(provider);
            ask(one, "from one");
            provider.awaitTexts(List.of("from one"));
            ask(two, "from two");
            provider.awaitTexts(List.of("from one", "from two"));

            for (ObjectNode whole : List.of(ofService(), Frames.chatHistory(lobby, 50))) {
                assertThat(read(provider, whole)).containsExactly("from one", "from two");
                assertThat(read(one, whole)).containsExactly("from one");
                assertThat(read(two, whole)).containsExactly("from two");
            }
            try (Agent stranger = Agent.introduced(hub, 2, Names.fresh("stranger"))) {
                assertThat(read(stranger, ofService())).isEmpty();
                assertThat(read(stranger, Frames.chatHistory(lobby, 50))).isEmpty();
            }
        }
    }

    @Test
    void aServiceThatNobodyRegisteredHasAHistoryToo() {
        try (Agent one = Agent.introduced(hub, 1, Names.fresh("one"));
                Agent other = Agent.introduced(hub, 2, Names.fresh("other"))) {
            one.socket()
                    .send(Frames.chatMessage(Names.messageId(), other.id(), "under a label")
                            .put("service_id", service)
                            .toString());
            one.say(other.id(), "without");
            other.awaitTexts(List.of("under a label", "without"));

            assertThat(read(one, ofService())).containsExactly("under a label");
            assertThat(read(other, ofService())).containsExactly("under a label");
        }
    }

    private String register(Agent provider) {
        ObjectNode frame = Frames.frame("register").put("request_id", "register");
        frame.putObject("service").put("id", service).put("name", "Weather").put("description", "d");
        provider.socket().send(frame.toString());
        return provider.awaitFrame(answer -> "registered".equals(Frames.type(answer)))
                .path("channel_id")
                .asText();
    }

    private void ask(Agent consumer, String text) {
        consumer.socket()
                .send(Frames.frame("chat_message")
                        .put("message_id", Names.messageId())
                        .put("service_id", service)
                        .put("content", text)
                        .toString());
    }

    private ObjectNode ofService() {
        return Frames.frame("chat_history").put("service_id", service).put("limit", 50);
    }

    /** The texts of an answer; asks again while history is busy. */
    private static List<String> read(Agent reader, ObjectNode question) {
        return Soon.await()
                .until(() -> answer(reader, question), answer -> answer.path("error_code")
                        .isMissingNode())
                .findValuesAsText("content");
    }

    private static JsonNode answer(Agent reader, ObjectNode question) {
        String requestId = Names.fresh("req");
        reader.socket().send(question.deepCopy().put("request_id", requestId).toString());
        return reader.awaitFrame(
                frame -> requestId.equals(frame.path("request_id").asText()));
    }
}
