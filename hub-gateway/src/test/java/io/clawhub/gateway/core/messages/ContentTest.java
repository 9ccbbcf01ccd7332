package io.clawhub.gateway.core.messages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ContentTest {

    @ParameterizedTest
    @ValueSource(strings = {"\"hi\"", "\"\"", "{\"a\":[1,null,\"☀\"]}", "null", "12.5", "\"🌦\""})
    void takesAnyJson(String json) {
        assertThatCode(() -> Content.check(new ObjectMapper().readTree(json), 100))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"a\\u0000b\"", "{\"k\":[\"\\u0000\"]}", "{\"\\u0000\":1}", "\"\\ud800\"", "[\"\\udc00x\"]"})
    void refusesTextThatCannotBeStored(String json) throws Exception {
        var content = new ObjectMapper().readTree(json);
        var refusal = catchThrowableOfType(HubException.class, () -> Content.check(content, 100));
        assertThat(refusal.error()).isEqualTo(HubError.INVALID_TEXT);
    }

    @ParameterizedTest
    @CsvSource({"a,100", "é,50", "天,33", "🌦,25"})
    void countsUtf8Bytes(String unit, int fitting) {
        assertThatCode(() -> Content.check(TextNode.valueOf(unit.repeat(fitting)), 100))
                .doesNotThrowAnyException();
        var refusal = catchThrowableOfType(
                HubException.class, () -> Content.check(TextNode.valueOf(unit.repeat(fitting + 1)), 100));
        assertThat(refusal.error()).isEqualTo(HubError.MESSAGE_TOO_LARGE);
    }

    @Test
    void countsTheJsonOfAnObject() throws Exception {
        var content = new ObjectMapper().readTree("{\"key\":\"" + "x".repeat(100) + "\"}");
        var refusal = catchThrowableOfType(HubException.class, () -> Content.check(content, 100));
        assertThat(refusal.error()).isEqualTo(HubError.MESSAGE_TOO_LARGE);
    }
}
