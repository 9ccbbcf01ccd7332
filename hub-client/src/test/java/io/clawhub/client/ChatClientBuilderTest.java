package io.clawhub.client;

import java.net.URI;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.clawhub.client.errors.NotConnected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChatClientBuilderTest {

    @Test
    void asksForAcksInTheUrl() {
        assertThat(target("ws://127.0.0.1:8080/", true)).hasToString("ws://127.0.0.1:8080/?ack=1");
        assertThat(target("wss://hub.example", true)).hasToString("wss://hub.example/?ack=1");
        assertThat(target("ws://h/ws/claw?api_key=a%20b", true)).hasToString("ws://h/ws/claw?api_key=a%20b&ack=1");
        assertThat(target("ws://h:1/", false)).hasToString("ws://h:1/");
        assertThat(target("https://h/", false)).hasToString("wss://h/");
    }

    @Test
    void makesUpAnId() {
        try (ChatClient client = ChatClient.builder().build()) {
            assertThat(client.agentId()).matches("agent_[0-9a-f]{8}");
        }
    }

    @Test
    void refusesAllOnceClosed() {
        ChatClient client = ChatClient.builder().agentId("a").build();
        client.close();

        assertThatThrownBy(() -> client.blocking().sendMessage("b", "hi")).isInstanceOf(NotConnected.class);
        assertThatThrownBy(() -> client.connect().join()).hasCauseInstanceOf(NotConnected.class);
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatThrownBy(() -> ChatClient.builder().timeout(Duration.ZERO).build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static URI target(String url, boolean acks) {
        return ChatClient.builder().agentId("a").url(url).acks(acks).wire().endpoint();
    }
}
