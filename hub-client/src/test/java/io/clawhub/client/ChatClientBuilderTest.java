package io.clawhub.client;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatClientBuilderTest {

    @Test
    void asksForAcksInTheUrl() {
        assertThat(target("ws://127.0.0.1:8080/", true)).isEqualTo("ws://127.0.0.1:8080/?ack=1");
        assertThat(target("wss://hub.example", true)).isEqualTo("wss://hub.example/?ack=1");
        assertThat(target("ws://h/ws/claw?api_key=a%20b", true)).isEqualTo("ws://h/ws/claw?api_key=a%20b&ack=1");
        assertThat(target("ws://h:1/", false)).isEqualTo("ws://h:1/");
    }

    @Test
    void failsSendsBeforeConnecting() {
        try (ChatClient client = ChatClient.builder().agentId("a").build()) {
            assertThatThrownBy(() -> client.sendMessage("b", "hi").join())
                    .hasCauseInstanceOf(HubException.class)
                    .hasMessageContaining(HubException.NOT_CONNECTED);
        }
    }

    private static String target(String url, boolean acks) {
        return ChatClient.builder().agentId("a").url(url).acks(acks).target().toString();
    }
}
