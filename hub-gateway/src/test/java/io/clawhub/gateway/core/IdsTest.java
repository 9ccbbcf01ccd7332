package io.clawhub.gateway.core;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdsTest {

    @Test
    void sameSenderAndKeyGiveTheSameMessageIdForEver() {
        // SHA-256 of "alice\nmsg_1": a change of this rule would accept every old retry as new.
        assertThat(Ids.messageId("alice", "msg_1")).isEqualTo("msg_4267254fe89942ef71e67d4c38aaf257");
    }

    @Test
    void anotherSenderWithTheSameKeySaysAnotherMessage() {
        assertThat(Ids.messageId("alice", "msg_1")).isNotEqualTo(Ids.messageId("mallory", "msg_1"));
        assertThat(Ids.messageId("a", "bc")).isNotEqualTo(Ids.messageId("ab", "c"));
    }

    @Test
    void withoutAKeyEveryMessageIsNew() {
        assertThat(Ids.messageId("alice", null)).isNotEqualTo(Ids.messageId("alice", null));
    }

    @Test
    void aPairHasOneDirectConversation() {
        assertThat(Ids.directConversationId("alice", "bob"))
                .isEqualTo(Ids.directConversationId("bob", "alice"))
                .matches("dc_[0-9a-f]{32}")
                .isNotEqualTo(Ids.directConversationId("alice", "carol"));
    }

    @Test
    void freshIdsHaveTheirFormAndDiffer() {
        assertThat(Ids.fresh("ch_", 12)).matches("ch_[0-9a-f]{12}").isNotEqualTo(Ids.fresh("ch_", 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "weather-provider", "天气", "agent 🌦 one", "x@y/z:1"})
    void takesReadableIds(String id) {
        assertThat(Ids.checked(id, "id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\u0000", "\u007f", "\u0085", "\ud800", "a\udc00", "\udc00\ud800"})
    void refusesIdsThatCannotBeKeys(String id) {
        assertThatThrownBy(() -> Ids.checked(id, "id"))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.error()).isEqualTo(HubError.INVALID_ID));
    }

    @Test
    void refusesLongIds() {
        assertThat(Ids.checked("x".repeat(256), "id")).hasSize(256);
        assertThatThrownBy(() -> Ids.checked("x".repeat(257), "id")).isInstanceOf(HubException.class);
    }
}
