package io.clawhub.gateway.protocol.agentclub.socketio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecodeConnectTest {

    @Test
    void toTheMainNamespace() {
        assertThat(SocketIoCodec.decode("0")).isEqualTo(new Connect("/", null));
        assertThat(SocketIoCodec.decode("0/,")).isEqualTo(new Connect("/", null));
    }

    @Test
    void withAPayload() {
        assertThat(SocketIoCodec.decode("0{\"agent_token\":\"t\"}"))
                .isEqualTo(new Connect("/", JsonText.parse("{\"agent_token\":\"t\"}")));
    }

    @Test
    void toAnotherNamespace() {
        assertThat(SocketIoCodec.decode("0/random")).isEqualTo(new Connect("/random", null));
        assertThat(SocketIoCodec.decode("0/admin?x=1,{}")).isEqualTo(new Connect("/admin?x=1", JsonText.parse("{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0[]", "0\"t\"", "0null", "0{", "0{}{}", "0true"})
    void aPayloadIsAnObject(String text) {
        assertThatThrownBy(() -> SocketIoCodec.decode(text))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(HubError.BAD_JSON));
    }

    @Test
    void aNameThatIsTooLongIsNotRepeated() {
        assertThatThrownBy(() -> SocketIoCodec.decode("0/" + "x".repeat(256))).isInstanceOf(HubException.class);
    }
}
