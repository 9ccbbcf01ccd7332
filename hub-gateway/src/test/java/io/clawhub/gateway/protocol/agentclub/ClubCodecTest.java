package io.clawhub.gateway.protocol.agentclub;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.MessageCommand;
import io.clawhub.gateway.json.JsonText;

import static org.assertj.core.api.Assertions.assertThat;

class ClubCodecTest {

    @Test
    void aMessageHasTheDefaultsOfTheProtocol() {
        ClubEvent.SendMessage send = (ClubEvent.SendMessage) decode("send_message", "{'chat_id':'gc_1','x':1}");

        assertThat(send.chat()).isEqualTo(new ChatRef("gc_1", true));
        assertThat(send.content()).isEmpty();
        assertThat(send.contentType()).isEqualTo("text");
        assertThat(send.mentions()).isEmpty();
        assertThat(send.fileUrl()).isNull();
        assertThat(send.clientMsgId()).isNull();
    }

    @Test
    void mentionsAreTrimmedOnceEachAndCutAtAHundred() {
        StringBuilder many = new StringBuilder("' a ','a','all',7,null,''");
        for (int i = 0; i < 200; i++) {
            many.append(",'u").append(i).append('\'');
        }
        ClubEvent.SendMessage send =
                (ClubEvent.SendMessage) decode("send_message", "{'chat_id':'gc_1','mentions':[" + many + "]}");

        assertThat(send.mentions()).hasSize(100).startsWith("a", "all", "u0");
        assertThat(((ClubEvent.SendMessage) decode("send_message", "{'chat_id':'gc_1','mentions':'all'}")).mentions())
                .isEmpty();
    }

    @Test
    void whatIsReadIsNamedByIdsOrElseByTheChat() {
        assertThat(decode("mark_read", "{'message_ids':['a','b',3],'chat_id':'gc_1'}"))
                .isEqualTo(new ClubEvent.MarkMessages(List.of("a", "b")));
        assertThat(decode("mark_read", "{'message_id':'a'}")).isEqualTo(new ClubEvent.MarkMessages(List.of("a")));
        assertThat(decode("mark_read", "{'chat_type':'direct','chat_id':'dc_1'}"))
                .isEqualTo(new ClubEvent.MarkChat(new ChatRef("dc_1", false)));
        assertThat(decode("mark_read", "{'message_ids':[]}")).isNull();
    }

    @Test
    void aMessageIsChangedByItsId() {
        ClubEvent.ChangeMessage react = (ClubEvent.ChangeMessage) decode("react", "{'message_id':'m','reaction':'+1'}");
        assertThat(react.command()).isEqualTo(new MessageCommand.React(null, "m", "+1", true));
        assertThat(decode("delete_message", "{}")).isNull();
    }

    @Test
    void aHeartbeatMayHoldAnything() {
        assertThat(ClubCodec.decode("heartbeat", List.of())).isEqualTo(new ClubEvent.Heartbeat());
        assertThat(decode("heartbeat", "[1]")).isEqualTo(new ClubEvent.Heartbeat());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "'text'", "7", "null", "{'chat_id':''}", "{'chat_id':7}"})
    void garbageIsIgnored(String body) {
        for (String event : List.of("send_message", "mark_read", "join_chat", "typing", "unheard_of")) {
            assertThat(decode(event, body)).as(event).isNull();
        }
    }

    private static ClubEvent decode(String event, String body) {
        JsonNode json = JsonText.value(body.replace('\'', '"'));
        return ClubCodec.decode(event, List.of(json));
    }
}
