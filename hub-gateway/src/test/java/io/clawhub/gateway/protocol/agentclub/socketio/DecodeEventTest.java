package io.clawhub.gateway.protocol.agentclub.socketio;

import java.util.List;

import com.fasterxml.jackson.databind.node.IntNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecodeEventTest {

    @Test
    void withoutArguments() {
        assertThat(SocketIoCodec.decode("2[\"heartbeat\"]")).isEqualTo(new Event("/", "heartbeat", List.of(), null));
    }

    @Test
    void withArguments() {
        assertThat(SocketIoCodec.decode("2[\"m\",1,{\"a\":[2]}]"))
                .isEqualTo(new Event("/", "m", List.of(IntNode.valueOf(1), JsonText.parse("{\"a\":[2]}")), null));
    }

    @Test
    void withAnAcknowledgementAsked() {
        assertThat(SocketIoCodec.decode("2456[\"m\"]")).isEqualTo(new Event("/", "m", List.of(), 456L));
        assertThat(SocketIoCodec.decode("20[\"m\"]")).isEqualTo(new Event("/", "m", List.of(), 0L));
    }

    @Test
    void inAnotherNamespace() {
        assertThat(SocketIoCodec.decode("2/n,7[\"m\"]")).isEqualTo(new Event("/n", "m", List.of(), 7L));
    }

    @Test
    void aNameMayBeANumber() {
        assertThat(SocketIoCodec.decode("2[1]")).isEqualTo(new Event("/", "1", List.of(), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2",
                "27",
                "2{}",
                "2[]",
                "2[null]",
                "2[[\"m\"]]",
                "2[\"m\"",
                "2[\"m\"]x",
                "2abc[\"m\"]",
                "2-1[\"m\"]",
                "21234567890123456[\"m\"]",
                "2[\"connect\"]",
                "2[\"disconnecting\"]",
                "2/n"
            })
    void malformed(String text) {
        assertThatThrownBy(() -> SocketIoCodec.decode(text))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(HubError.BAD_JSON));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertThatThrownBy(() -> SocketIoCodec.decode("2[\"m\"," + "[".repeat(100_000)))
                .isInstanceOf(HubException.class);
    }
}
