package io.clawhub.gateway.core.messages;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.clawhub.events.MessageDetails;
import io.clawhub.events.MessageDetails.Attachment;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DetailsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Attachment FILE = new Attachment("att_1", "a.txt", "text/plain", 5, "ab".repeat(32));

    @Test
    void takesWhatIsWithinTheBounds() {
        assertThatCode(() -> Details.check(null)).doesNotThrowAnyException();
        assertThatCode(() -> Details.check(new MessageDetails(
                        "file",
                        "msg_1",
                        Collections.nCopies(64, "all"),
                        Collections.nCopies(20, FILE),
                        JSON.objectNode().put("k", "v".repeat(4_000)),
                        "run_1")))
                .doesNotThrowAnyException();
    }

    static Stream<Arguments> impossible() {
        JsonNode large = JSON.objectNode().put("k", "v".repeat(4_096));
        return Stream.of(
                Arguments.of(details("song", null, List.of(), List.of(), null), HubError.MISSING_FIELDS),
                Arguments.of(details(null, "", List.of(), List.of(), null), HubError.INVALID_ID),
                Arguments.of(details(null, null, List.of("a\nb"), List.of(), null), HubError.INVALID_ID),
                Arguments.of(
                        details(null, null, Collections.nCopies(101, "a"), List.of(), null),
                        HubError.MESSAGE_TOO_LARGE),
                Arguments.of(
                        details(null, null, List.of(), Collections.nCopies(21, FILE), null),
                        HubError.MESSAGE_TOO_LARGE),
                Arguments.of(file(new Attachment(null, "a", "b", 0, null)), HubError.MISSING_FIELDS),
                Arguments.of(file(new Attachment("", "a", "b", 0, null)), HubError.INVALID_ID),
                Arguments.of(file(new Attachment("a", "a".repeat(256), "b", 0, null)), HubError.MESSAGE_TOO_LARGE),
                Arguments.of(file(new Attachment("a", "a\0", "b", 0, null)), HubError.INVALID_TEXT),
                Arguments.of(file(new Attachment("a", "a", "b", -1, null)), HubError.MISSING_FIELDS),
                Arguments.of(file(new Attachment("a", "a", "b", 0, "zz")), HubError.MISSING_FIELDS),
                Arguments.of(details(null, null, List.of(), List.of(), JSON.arrayNode()), HubError.MISSING_FIELDS),
                Arguments.of(details(null, null, List.of(), List.of(), large), HubError.MESSAGE_TOO_LARGE),
                Arguments.of(
                        details(
                                null,
                                null,
                                List.of(),
                                List.of(),
                                JSON.objectNode().put("k", "\uD800")),
                        HubError.INVALID_TEXT));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void refusesTheRest(MessageDetails details, HubError error) {
        HubException refusal = catchThrowableOfType(HubException.class, () -> Details.check(details));

        assertThat(refusal).isNotNull();
        assertThat(refusal.error()).isEqualTo(error);
    }

    private static MessageDetails file(Attachment attachment) {
        return details("file", null, List.of(), List.of(attachment), null);
    }

    private static MessageDetails details(
            String kind, String replyTo, List<String> mentions, List<Attachment> attachments, JsonNode metadata) {
        return new MessageDetails(kind, replyTo, mentions, attachments, metadata, null);
    }
}
