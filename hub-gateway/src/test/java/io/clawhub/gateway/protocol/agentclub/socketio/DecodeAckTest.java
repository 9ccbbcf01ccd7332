package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.List;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Ack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecodeAckTest {

    @Test
    void withAndWithoutArguments() {
        assertThat(SocketIoCodec.decode("312[]")).isEqualTo(new Ack("/", 12, List.of()));
        assertThat(SocketIoCodec.decode("3/n,12[\"x\"]")).isEqualTo(new Ack("/n", 12, List.of(TextNode.valueOf("x"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3[]", "312", "312{}", "3x[]"})
    void malformed(String text) {
        assertThatThrownBy(() -> SocketIoCodec.decode(text)).isInstanceOf(HubException.class);
    }
}
