package io.clawhub.gateway.protocol.agentclub.socketio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.json.JsonText;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.ConnectError;
import io.clawhub.gateway.protocol.agentclub.socketio.SocketIoPacket.Disconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecodeOthersTest {

    @Test
    void disconnect() {
        assertThat(SocketIoCodec.decode("1")).isEqualTo(new Disconnect("/"));
        assertThat(SocketIoCodec.decode("1/n,")).isEqualTo(new Disconnect("/n"));
    }

    @Test
    void connectErrorIsWellFormed() {
        assertThat(SocketIoCodec.decode("4{}")).isEqualTo(new ConnectError("/", JsonText.parse("{}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "a", "51-[\"m\"]", "61-3[]", "\u0000"})
    void whatDoesNotExistAndWhatIsBinary(String text) {
        assertThatThrownBy(() -> SocketIoCodec.decode(text))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(HubError.UNKNOWN_TYPE));
    }
}
