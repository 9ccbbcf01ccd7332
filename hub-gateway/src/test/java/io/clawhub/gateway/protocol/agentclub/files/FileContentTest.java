package io.clawhub.gateway.protocol.agentclub.files;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

class FileContentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "a.png  | image | \\x89PNG\\r\\n\\x1a\\n",
                "a.JPG  | image | \\xff\\xd8\\xff\\xe0",
                "a.jpeg | image | \\xff\\xd8\\xff\\xe1",
                "a.gif  | image | GIF89a",
                "a.webp | image | RIFF....WEBP",
                "a.mp3  | audio | ID3",
                "a.mp3  | audio | \\xff\\xfb",
                "a.wav  | audio | RIFF....WAVE",
                "a.ogg  | audio | OggS",
                "a.m4a  | audio | ....ftypM4A",
                "a.mp4  | video | ....ftypisom",
                "a.mov  | video | ....moov",
                "a.webm | video | \\x1aE\\xdf\\xa3",
                "a.pdf  | file  | %PDF-1.7",
                "a.doc  | file  | \\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1",
                "a.docx | file  | PK\\x03\\x04",
                "a.zip  | file  | PK\\x05\\x06",
                "a.tar.gz | file | \\x1f\\x8b",
                "a.md   | file  | <script>alert(1)</script>",
                "a.txt  | file  | \\xff\\xfea\\x00",
                "a.csv  | file  | ''",
            })
    void takesWhatFits(String name, String bucket, String content) {
        FileKind kind = FileKind.of(name);
        assertThat(kind.bucket()).isEqualTo(bucket);
        assertThat(kind.content().fits(bytes(content))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.png | <!doctype html><script>alert(1)</script>",
                "a.png | <svg xmlns='http://www.w3.org/2000/svg'/>",
                "a.jpg | GIF89a",
                "a.gif | \\x89PNG\\r\\n\\x1a\\n",
                "a.mp3 | \\xff\\xfe<\\x00h\\x00",
                "a.mp3 | \\xff\\xd8\\xff",
                "a.pdf | #!/bin/sh",
                "a.docx | MZ\\x90",
                "a.txt | \\x7fELF\\x02\\x01\\x01\\x00\\x00",
                "a.png | ''",
                "a.zip | ''",
            })
    void refusesWhatDoesNot(String name, String content) {
        assertThat(FileKind.of(name).content().fits(bytes(content))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a.svg", "a.html", "a.exe", "a", "png", "a.png.php", "a.png.", ".htaccess"})
    void knowsNoOtherEnding(String name) {
        assertThat(FileKind.of(name)).isNull();
    }

    private static byte[] bytes(String written) {
        StringBuilder bytes = new StringBuilder();
        String text = written.strip().replace("\\r", "\r").replace("\\n", "\n");
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.append(text.charAt(i));
            }
        }
        return bytes.toString().getBytes(ISO_8859_1);
    }
}
