package io.clawhub.events;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventHeadersTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 256})
    void carriesTheAudience(int size) {
        List<String> ids = ids(size);
        assertThat(EventHeaders.audience(EventHeaders.of(message(ids)))).isEqualTo(ids);
    }

    @Test
    void leavesALargeAudienceToTheMembershipIndex() {
        assertThat(EventHeaders.audience(EventHeaders.of(message(ids(257))))).isEmpty();
    }

    @Test
    void namesAChangeOfAMessageWhoDidItAndWhoHearsOfIt() {
        var headers = EventHeaders.of(new ReactionChanged("chg_1", "dc_1", "msg_1", "agent-1", "+1", true, ids(2)));

        assertThat(EventHeaders.text(headers, EventHeaders.TYPE)).isEqualTo("ReactionChanged");
        assertThat(EventHeaders.text(headers, EventHeaders.MESSAGE_ID)).isEqualTo("chg_1");
        assertThat(EventHeaders.text(headers, EventHeaders.SENDER)).isEqualTo("agent-1");
        assertThat(EventHeaders.audience(headers)).isEqualTo(ids(2));
    }

    @Test
    void seqGrowsWithOffsetAndGenerationAndStaysExactInJavaScript() {
        assertThat(Seq.of(0, 0)).isEqualTo(1);
        assertThat(Seq.of(0, 41)).isEqualTo(42);
        assertThat(Seq.of(1, 0)).isGreaterThan(Seq.of(0, (1L << 40) - 2));
        assertThat(Seq.of(4095, (1L << 40) - 2)).isLessThan(1L << 53);
        assertThatThrownBy(() -> Seq.of(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> ids(int size) {
        return IntStream.range(0, size).mapToObj(i -> "agent-" + i).toList();
    }

    private static MessageAccepted message(List<String> audience) {
        return new MessageAccepted(
                "msg_1",
                null,
                "dc_1",
                ConversationKind.DIRECT,
                "agent-0",
                audience,
                null,
                TextNode.valueOf("hi"),
                new Provenance("claw", "open", null));
    }
}
