package io.clawhub.gateway.core.media;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.Attachment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaUrlsTest {

    private static final String HEX = "0123456789abcdef0123456789abcdef";
    private static final Attachment FILE =
            new Attachment("att_" + HEX, "Ein Bild, schön.png", "image/png", 3, "00", "u_owner", Instant.EPOCH);
    private static final Duration LIFE = Duration.ofSeconds(160);

    private final List<byte[]> keys = new CopyOnWriteArrayList<>(List.of("first".getBytes(US_ASCII)));
    private Instant now = Instant.ofEpochSecond(1_000_000_003);
    private final MediaUrls urls = new MediaUrls(
            () -> keys,
            id -> Uni.createFrom().item(id.equals(FILE.id()) ? Optional.of(FILE) : Optional.empty()),
            LIFE,
            new Moving());

    private final class Moving extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void aLinkIsPlainAndStaysTheSameForAWhile() {
        String url = urls.urlOf(FILE);
        assertThat(url)
                .matches("/media/uploads/" + HEX + "_Ein_Bild_sch_n\\.png\\?exp=1000000170&sig=[A-Za-z0-9_-]{43}");

        now = now.plusSeconds(6);
        assertThat(urls.urlOf(FILE)).isEqualTo(url);
        now = now.plusSeconds(1);
        assertThat(urls.urlOf(FILE)).isNotEqualTo(url);
    }

    @Test
    void aLinkRunsOutAndFitsItsFileOnly() {
        String url = urls.urlOf(FILE);
        assertThat(mayFollow(FILE.id(), url)).isTrue();
        assertThat(mayFollow("att_" + HEX.replace('f', 'e'), url)).isFalse();
        assertThat(mayFollow(FILE.id(), url.replace("exp=1000000170", "exp=1000000171")))
                .isFalse();
        assertThat(mayFollow(FILE.id(), url.replace("sig=", "sig=A"))).isFalse();
        assertThat(urls.mayFollow(FILE.id(), "-1", "x")).isFalse();
        assertThat(urls.mayFollow(FILE.id(), null, null)).isFalse();

        now = Instant.ofEpochSecond(1_000_000_169);
        assertThat(mayFollow(FILE.id(), url)).isTrue();
        now = Instant.ofEpochSecond(1_000_000_170);
        assertThat(mayFollow(FILE.id(), url)).isFalse();
    }

    @Test
    void keysAreRotatedWithoutBreakingLinks() {
        String old = urls.urlOf(FILE);
        keys.addFirst("second".getBytes(US_ASCII));
        String fresh = urls.urlOf(FILE);

        assertThat(fresh).isNotEqualTo(old);
        assertThat(mayFollow(FILE.id(), old)).isTrue();
        keys.removeLast();
        assertThat(mayFollow(FILE.id(), old)).isFalse();
        assertThat(mayFollow(FILE.id(), fresh)).isTrue();
    }

    @Test
    void withoutAKeyNothingIsSignedAndNothingBelieved() {
        keys.clear();

        assertThat(urls.urlOf(FILE)).isEqualTo("/media/uploads/" + HEX + "_Ein_Bild_sch_n.png");
        assertThat(urls.mayFollow(FILE.id(), "9999999999", "")).isFalse();
    }

    @Test
    void whoShowsALinkOfTheHubWasToldOfTheFile() {
        String url = urls.urlOf(FILE);
        now = now.plus(LIFE.multipliedBy(5));

        assertThat(attachmentOf(url, "u_other")).contains(FILE);
        assertThat(attachmentOf("https://hub.example" + url, "u_other")).contains(FILE);
        assertThat(attachmentOf("/media/uploads/" + HEX + "_x.png", "u_owner")).contains(FILE);
        for (String guessed : List.of(
                "/media/uploads/" + HEX + "_x.png",
                url.replace("sig=", "sig=A"),
                "/media/uploads/" + HEX.replace('f', 'e') + "_x.png")) {
            assertThatThrownBy(() -> attachmentOf(guessed, "u_other"))
                    .as(guessed)
                    .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                            .isEqualTo(HubError.ATTACHMENT_NOT_FOUND));
        }
    }

    @Test
    void otherLinksAreAbsoluteOrNone() {
        assertThat(attachmentOf("https://example.org/a.png?b=c", "u_other")).isEmpty();
        assertThat(attachmentOf("https://example.org/media/uploads/" + HEX + "_x.png", "u_owner"))
                .isEmpty();
        for (String none : List.of("javascript:alert(1)", "//example.org/a", "/etc/passwd", "", "https://a b")) {
            assertThatThrownBy(() -> attachmentOf(none, "u_owner"))
                    .as(none)
                    .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                            .isEqualTo(HubError.MISSING_FIELDS));
        }
    }

    @Test
    void keptLinksAreRenewedIfTheHubMadeThem() {
        String url = urls.urlOf(FILE);
        now = now.plus(LIFE.multipliedBy(5));
        String renewed = urls.renewed(url);

        assertThat(mayFollow(FILE.id(), url)).isFalse();
        assertThat(mayFollow(FILE.id(), renewed)).isTrue();
        for (String asItIs : List.of("", "https://a.example/b.png", "/media/uploads/" + HEX + "_x.png")) {
            assertThat(urls.renewed(asItIs)).isEqualTo(asItIs);
        }
        assertThat(urls.renewed(null)).isNull();
    }

    private Optional<Attachment> attachmentOf(String url, String sender) {
        return urls.attachmentOf(url, sender).await().atMost(Duration.ofSeconds(5));
    }

    private boolean mayFollow(String id, String url) {
        return urls.mayFollow(id, url.replaceAll(".*exp=(\\d+).*", "$1"), url.replaceAll(".*sig=(.*)", "$1"));
    }
}
