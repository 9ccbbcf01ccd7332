package io.clawhub.gateway.protocol.channel.rest;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

class CompletionJsonTest {

    private static final String CHUNK =
            "{\"id\":\"chatcmpl-r1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"main\",\"choices\":[{\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}";

    private final CompletionJson json = new CompletionJson("chatcmpl-r1", 7, "main");

    @Test
    void chunksAreOpenAis() {
        assertThat(json.first()).isEqualTo(CHUNK.formatted("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        assertThat(json.grown("a\"b")).isEqualTo(CHUNK.formatted("{\"content\":\"a\\\"b\"}", "null"));
        assertThat(json.last(Outcome.STOP)).isEqualTo(CHUNK.formatted("{}", "\"stop\""));
    }

    @Test
    void aWholeAnswerIsOpenAis() {
        assertThat(json.whole("42", Outcome.STOP))
                .isEqualTo(
                        "{\"id\":\"chatcmpl-r1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"main\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"42\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]}");
    }

    @Test
    void theIdIsTheRuns() {
        CompletionJson made = CompletionJson.of("run-1", "main");

        assertThat(made.id()).isEqualTo("chatcmpl-run-1");
        assertThat(made.createdSeconds()).isBetween(1_700_000_000L, 10_000_000_000L);
    }

    @Test
    void refusalsAreOpenAis() {
        CompletionError error = CompletionError.of(new HubException(HubError.AGENT_NOT_FOUND, "no such agent"));

        assertThat(error.status()).isEqualTo(404);
        assertThat(error.wasAsked()).isFalse();
        assertThat(error.json())
                .isEqualTo(
                        "{\"error\":{\"message\":\"no such agent\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"model_not_found\"}}");
        assertThat(refused(HubError.AUTH_FAILED)).contains("authentication_error", "invalid_api_key");
        assertThat(refused(HubError.RATE_LIMITED)).contains("rate_limit_error", "\"rate_limited\"");
        assertThat(refused(HubError.LOG_UNAVAILABLE)).contains("server_error", "log_unavailable");
    }

    @Test
    void onlyRunsThatFailedAreErrors() {
        assertThat(CompletionError.of(Outcome.STOP)).isNull();
        assertThat(CompletionError.of(Outcome.CANCELLED)).isNull();
        assertThat(CompletionError.of(Outcome.AGENT_TIMEOUT).status()).isEqualTo(504);
        assertThat(CompletionError.of(Outcome.AGENT_LOST).status()).isEqualTo(503);
        assertThat(CompletionError.of(Outcome.AGENT_ERROR).status()).isEqualTo(502);
        assertThat(CompletionError.of(Outcome.AGENT_ERROR).wasAsked()).isTrue();
    }

    private static String refused(HubError error) {
        return CompletionError.of(new HubException(error, "no")).json();
    }
}
