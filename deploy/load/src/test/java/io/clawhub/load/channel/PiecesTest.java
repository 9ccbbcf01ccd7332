package io.clawhub.load.channel;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PiecesTest {

    private final Histogram latency = Pieces.histogram();
    private final Pieces pieces = new Pieces(latency);

    @Test
    void mergedAndCutPiecesAreReadOnce() {
        String all = Pieces.text(1, 1_000) + Pieces.text(2, 2_000) + Pieces.text(3, 3_000);
        for (int cut = 0; cut < all.length(); cut++) {
            Pieces read = new Pieces(null);
            read.grew(all.substring(0, cut), 9_000);
            read.grew(all.substring(cut), 9_000);

            assertThat(read.last()).isEqualTo(3);
            assertThat(read.outOfOrder()).isZero();
            assertThat(read.text()).isEqualTo(all);
        }
    }

    @Test
    void timesAreFromThePieceToItsReader() {
        pieces.grew(Pieces.text(1, 1_000_000), 3_000_000);

        assertThat(latency.getTotalCount()).isEqualTo(1);
        assertThat(latency.getMaxValue()).isBetween(1_999_000L, 2_001_000L);
    }

    @Test
    void gapsAndRepeatsShow() {
        pieces.grew(Pieces.text(1, 0), 0);
        pieces.grew(Pieces.text(3, 0), 0);
        pieces.grew(Pieces.text(3, 0), 0);
        pieces.grew(Pieces.text(4, 0), 0);

        assertThat(pieces.outOfOrder()).isEqualTo(2);
    }

    @Test
    void whoComesLateBeginsWithWhatIsThere() {
        pieces.became(Pieces.text(1, 0) + Pieces.text(2, 0));
        pieces.grew(Pieces.text(3, 0), 5);

        assertThat(pieces.last()).isEqualTo(3);
        assertThat(pieces.outOfOrder()).isZero();
        assertThat(latency.getTotalCount()).isEqualTo(1);
    }

    @Test
    void fieldsOfFrames() {
        String frame = "{\"type\":\"stream\",\"agentId\":\"a\",\"content\":\"1:z;\",\"done\":false}";

        assertThat(Json.isType(frame, "type", "stream")).isTrue();
        assertThat(Json.isType(frame, "type", "message")).isFalse();
        assertThat(Json.text(frame, "content")).isEqualTo("1:z;");
        assertThat(Json.text(frame, "runId")).isNull();
    }
}
