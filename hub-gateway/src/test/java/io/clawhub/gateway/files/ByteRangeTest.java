package io.clawhub.gateway.files;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTest {

    @Test
    void understandsOneRange() {
        assertThat(ByteRange.of("bytes=0-0", 10)).isEqualTo(new ByteRange(0, 1, true));
        assertThat(ByteRange.of("bytes=4-", 10)).isEqualTo(new ByteRange(4, 6, true));
        assertThat(ByteRange.of("bytes=4-99", 10)).isEqualTo(new ByteRange(4, 6, true));
        assertThat(ByteRange.of("bytes=-3", 10)).isEqualTo(new ByteRange(7, 3, true));
        assertThat(ByteRange.of("bytes=-99", 10)).isEqualTo(new ByteRange(0, 10, true));
        assertThat(ByteRange.of("bytes=2-5", 10).contentRange(10)).isEqualTo("bytes 2-5/10");
    }

    @Test
    void answersWithTheWholeFileWhatItDoesNotUnderstand() {
        ByteRange whole = new ByteRange(0, 10, false);
        for (String header : new String[] {
            null, "", "bytes=", "bytes=-", "bytes=1-2,4-5", "lines=1-2", "bytes=5-2", "bytes=99999999999999999999-"
        }) {
            assertThat(ByteRange.of(header, 10)).as(header).isEqualTo(whole);
        }
    }

    @Test
    void knowsWhatTheFileDoesNotHave() {
        assertThat(ByteRange.of("bytes=10-", 10)).isNull();
        assertThat(ByteRange.of("bytes=-0", 10)).isNull();
        assertThat(ByteRange.of("bytes=0-", 0)).isNull();
    }
}
