package io.clawhub.gateway.protocol.agentclub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChatRefTest {

    @ParameterizedTest
    @CsvSource({"group,gc_1,gc_1", "direct,dc_1,dc_1", "direct,dc_ch_1,ch_1", "direct,dc_se_1,se_1"})
    void namesAConversation(String type, String id, String conversationId) {
        ChatRef chat = ChatRef.of(type, id);

        assertThat(chat.conversationId()).isEqualTo(conversationId);
        assertThat(ChatRef.of(conversationId)).isEqualTo(chat);
        assertThat(chat.type()).isEqualTo(type);
        assertThat(chat.id()).isEqualTo(id);
        assertThat(chat.key()).isEqualTo(type + "_" + id);
    }

    @ParameterizedTest
    @CsvSource({"group,dc_1", "direct,gc_1", "direct,ch_1", "channel,ch_1", "direct,nonsense", ",gc_1", "direct,"})
    void whatCannotBeAChatIsNone(String type, String id) {
        assertThat(ChatRef.of(type, id)).isNull();
    }

    @Test
    void anEndlessIdIsNone() {
        assertThat(ChatRef.of("group", "gc_" + "x".repeat(300))).isNull();
    }
}
