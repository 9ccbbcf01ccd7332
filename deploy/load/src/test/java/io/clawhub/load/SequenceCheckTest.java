package io.clawhub.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SequenceCheckTest {

    private final SequenceCheck check = new SequenceCheck();

    @Test
    void findsNothingWrongWithAllInOrder() {
        arrive(0, 1, 2);

        assertCounts(3, 0, 0);
    }

    @Test
    void tellsLateFromRepeated() {
        arrive(0, 2, 1, 1, 2);

        assertCounts(3, 2, 1);
    }

    @Test
    void leavesOutWhatIsMissing() {
        arrive(1, 4);

        assertCounts(2, 0, 0);
    }

    private void arrive(long... seqs) {
        for (long seq : seqs) {
            check.arrived(seq);
        }
    }

    private void assertCounts(long received, long duplicated, long outOfOrder) {
        assertThat(check.received()).isEqualTo(received);
        assertThat(check.duplicated()).isEqualTo(duplicated);
        assertThat(check.outOfOrder()).isEqualTo(outOfOrder);
    }
}
