package io.clawhub.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FramesTest {

    @Test
    void readsBackWhatItWrote() {
        String frame = Frames.chatMessage("load-1-r0", 4711, 123_456_789_012L, 64);

        assertThat(frame)
                .startsWith("{\"type\":\"chat_message\",\"message_id\":\"msg_000000001267\","
                        + "\"target_agent\":\"load-1-r0\",\"content\":\"#4711 123456789012 xxx")
                .endsWith("x\"}");
        assertThat(frame.substring(frame.indexOf('#'), frame.length() - 2)).hasSize(64);
        int start = Frames.contentStart(frame);
        assertThat(Frames.number(frame, start)).isEqualTo(4711);
        assertThat(Frames.secondNumber(frame, start)).isEqualTo(123_456_789_012L);
        assertThat(Frames.target(frame)).isEqualTo("load-1-r0");
    }

    @Test
    void skipsFramesThatAreNoMessages() {
        assertThat(Frames.contentStart("{\"type\":\"pong\"}")).isEqualTo(-1);
        assertThat(Frames.contentStart("{\"content\":\"other\"}")).isZero();
    }
}
