package io.clawhub.gateway.core.sessions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuestionTest {

    private static final int BRACES = "{\"a\":\"\"}".length();

    @Test
    void metadataIsBounded() {
        assertThatCode(() -> asked("hello", Question.MAX_METADATA_BYTES - BRACES))
                .doesNotThrowAnyException();
        assertRefused("hello", Question.MAX_METADATA_BYTES - BRACES + 1, HubError.MESSAGE_TOO_LARGE);
    }

    @Test
    void textThatCannotBeKeptIsRefusedBeforeItWaits() {
        assertRefused("nul \0", 0, HubError.INVALID_TEXT);
        assertRefused("half \ud83d", 0, HubError.INVALID_TEXT);
    }

    private static void asked(String text, int metadataChars) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode().put("a", "x".repeat(metadataChars));
        new Question("key", text, metadata).check();
    }

    private static void assertRefused(String text, int metadataChars, HubError error) {
        assertThatThrownBy(() -> asked(text, metadataChars))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(error));
    }
}
