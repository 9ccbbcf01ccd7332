package io.clawhub.gateway.protocol.agentclub.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UploadFormTest {

    private static final String TYPE = "multipart/form-data; boundary=xx";
    private static final String FIELD = "--xx\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n";
    private static final String END = "--xx--\r\n";

    @Test
    void readsTheFileAmongOtherParts() throws IOException {
        UploadForm.Part file = read(FIELD + file("a.txt", "some\r\n--x text") + FIELD + END, 10_000);

        assertThat(file.name()).isEqualTo("a.txt");
        assertThat(new String(file.bytes().readAllBytes(), UTF_8)).isEqualTo("some\r\n--x text");
    }

    @Test
    void theLimitIsOneOfTheWholeBodyAndExact() throws IOException {
        String form = file("a.txt", "some text") + FIELD + END + "after the end";
        int size = form.getBytes(UTF_8).length;

        assertThat(read(form, size).bytes().readAllBytes()).hasSize(9);
        assertRefused(HubError.MESSAGE_TOO_LARGE, form, size - 1);
    }

    @Test
    void aFormThatStopsIsNone() {
        String whole = file("a.txt", "some text") + END;
        for (String stopped : new String[] {
            whole.substring(0, whole.length() - END.length() - 4),
            whole.substring(0, 70),
            whole.substring(0, 20),
            "",
            END,
            "nothing of the kind"
        }) {
            assertRefused(HubError.MISSING_FIELDS, stopped, 10_000);
        }
    }

    @Test
    void wantsAMultipartFormWithAFile() {
        assertRefused(HubError.MISSING_FIELDS, FIELD + END, 10_000);
        assertRefused(HubError.MISSING_FIELDS, file("a.txt", "x").replace("\"file\"", "\"other\"") + END, 10_000);
        assertThatThrownBy(() -> new UploadForm("application/json", new ByteArrayInputStream(new byte[0]), 10).file())
                .isInstanceOf(HubException.class);
        assertThatThrownBy(() -> new UploadForm(null, new ByteArrayInputStream(new byte[0]), 10).file())
                .isInstanceOf(HubException.class);
        assertThatThrownBy(
                        () -> new UploadForm("multipart/form-data", new ByteArrayInputStream(new byte[0]), 10).file())
                .isInstanceOf(HubException.class);
    }

    @Test
    void headersOfAPartAreBounded() {
        assertRefused(
                HubError.MISSING_FIELDS,
                "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + "a".repeat(100_000)
                        + ".txt\"\r\n\r\nx\r\n" + END,
                1_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd.TXT, passwd.txt",
        "C:\\fakepath\\a b.tar.log, a b.tar.log",
        "a.php.txt, a.php.txt",
        "图片.txt, 图片.txt",
    })
    void namesAreMadeHarmless(String given, String name) throws IOException {
        assertThat(read(file(given.replace("\\", "\\\\"), "x") + END, 10_000).name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"a.svg", "a.png.html", "noending", "a.txt/..", "..", "''"})
    void otherEndingsAreRefused(String name) {
        assertThatThrownBy(() -> read(file(name, "x") + END, 10_000)).isInstanceOf(HubException.class);
    }

    private static void assertRefused(HubError error, String form, long limit) {
        assertThatThrownBy(() -> read(form, limit).bytes().readAllBytes())
                .as(form.substring(0, Math.min(200, form.length())))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(error));
    }

    private static UploadForm.Part read(String form, long limit) throws IOException {
        return new UploadForm(TYPE, new ByteArrayInputStream(form.getBytes(UTF_8)), limit).file();
    }

    private static String file(String name, String content) {
        return "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    }
}
