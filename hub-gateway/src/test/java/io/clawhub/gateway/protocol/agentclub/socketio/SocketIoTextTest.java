package io.clawhub.gateway.protocol.agentclub.socketio;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.json.JsonText;

import static org.assertj.core.api.Assertions.assertThat;

class SocketIoTextTest {

    @Test
    void events() {
        assertThat(SocketIoText.event("heartbeat_ack")).isEqualTo("42[\"heartbeat_ack\"]");
        assertThat(SocketIoText.event("a\"b", IntNode.valueOf(1), JsonText.parse("{\"t\":\"\\n\"}")))
                .isEqualTo("42[\"a\\\"b\",1,{\"t\":\"\\n\"}]");
    }

    @Test
    void acknowledgements() {
        assertThat(SocketIoText.ack(0)).isEqualTo("430[]");
        assertThat(SocketIoText.ack(12, TextNode.valueOf("x"))).isEqualTo("4312[\"x\"]");
    }

    @Test
    void answersToAConnect() {
        assertThat(SocketIoText.connected("abc")).isEqualTo("40{\"sid\":\"abc\"}");
        assertThat(SocketIoText.refused("no \"way\"")).isEqualTo("44{\"message\":\"no \\\"way\\\"\"}");
        assertThat(SocketIoText.noSuchNamespace("/n")).isEqualTo("44/n,\"Unable to connect\"");
    }
}
