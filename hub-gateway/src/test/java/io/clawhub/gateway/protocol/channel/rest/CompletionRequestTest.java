package io.clawhub.gateway.protocol.channel.rest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.Question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompletionRequestTest {

    @Test
    void asksWhatTheUserSaidLast() {
        CompletionRequest request = of(
                """
                {"model":"main","temperature":0.2,"messages":[
                  {"role":"system","content":"be brief"},
                  {"role":"user","content":"one"},
                  {"role":"assistant","content":"1"},
                  {"role":"user","content":"two"}]}""");

        assertThat(request.model()).isEqualTo("main");
        assertThat(request.prompt()).isEqualTo("two");
        assertThat(request.sessionId()).isNull();
        assertThat(request.stream()).isFalse();
        Question question = request.question("key");
        assertThat(question.clientMsgId()).isEqualTo("key");
        assertThat(question.text()).isEqualTo("two");
        assertThat(question.metadata())
                .hasToString(
                        "{\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},{\"role\":\"user\",\"content\":\"one\"},{\"role\":\"assistant\",\"content\":\"1\"}]}");
    }

    @Test
    void joinsPartsOfText() {
        CompletionRequest request = of(
                """
                {"model":"a","stream":true,"messages":[{"role":"user","content":[
                  {"type":"text","text":"good "},{"type":"text","text":"morning"}]}]}""");

        assertThat(request.prompt()).isEqualTo("good morning");
        assertThat(request.stream()).isTrue();
        assertThat(request.question("key").metadata()).isNull();
    }

    @Test
    void aNamedSessionKnowsWhatWasSaidBefore() {
        CompletionRequest request = of(
                """
                {"model":"a","sessionId":"s-1","messages":[
                  {"role":"user","content":"one"},{"role":"assistant","content":"1"},{"role":"user","content":"two"}]}""");

        assertThat(request.sessionId()).isEqualTo("s-1");
        assertThat(request.question("key").metadata()).isNull();
    }

    @Test
    void whatWasSaidBeforeIsBounded() {
        int room = Question.MAX_METADATA_BYTES - "{\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}".length();

        assertThat(of(withEarlier("x".repeat(room))).earlier()).hasSize(1);
        assertRefused(withEarlier("x".repeat(room + 1)), HubError.MESSAGE_TOO_LARGE);
    }

    @Test
    void aQuestionIsBounded() {
        String most = "x".repeat(64 * 1024);

        assertThat(of(asking(most)).prompt()).isEqualTo(most);
        assertRefused(asking(most + "x"), HubError.MESSAGE_TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                "{\"model\":\"a\"}",
                "{\"model\":\"a\",\"messages\":{}}",
                "{\"model\":\"a\",\"messages\":[]}",
                "{\"model\":\"a\",\"messages\":[\"hello\"]}",
                "{\"model\":\"a\",\"messages\":[{\"content\":\"hello\"}]}",
                "{\"model\":\"a\",\"messages\":[{\"role\":\"system\",\"content\":\"hello\"}]}",
                "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\" \"}]}",
                "{\"model\":\"a\",\"messages\":[{\"role\":\"user\"}]}",
                "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}",
                "{\"model\":\"a\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                "{\"model\":\"a\",\"stream\":\"yes\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
            })
    void refusesWhatCannotBeAsked(String body) {
        assertRefused(body, HubError.MISSING_FIELDS);
    }

    @Test
    void refusesIdsAndTextThatAreNone() {
        assertRefused(asking("hello").replace("\"a\"", "\"a b\""), HubError.INVALID_ID);
        assertRefused(asking("hello").replace("\"a\"", "\"a\",\"sessionId\":\"a/b\""), HubError.INVALID_ID);
        assertRefused("hello", HubError.BAD_JSON);
        assertRefused("[]", HubError.BAD_JSON);
    }

    private static String asking(String text) {
        return "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String withEarlier(String text) {
        return "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text
                + "\"},{\"role\":\"user\",\"content\":\"now\"}]}";
    }

    private static CompletionRequest of(String body) {
        return CompletionRequest.of(body);
    }

    private static void assertRefused(String body, HubError error) {
        assertThatThrownBy(() -> CompletionRequest.of(body))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(error));
    }
}
