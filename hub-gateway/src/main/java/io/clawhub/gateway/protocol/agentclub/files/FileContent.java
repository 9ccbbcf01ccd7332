package io.clawhub.gateway.protocol.agentclub.files;

import java.util.function.Predicate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What the beginning of a file looks like. A table of our own: the question is whether the bytes fit one of a few endings, not what they
 * might be of hundreds, and a detector for those brings more code than this gateway has.
 */
enum FileContent {
    PNG(head -> head.startsWith("\u0089PNG\r\n\u001a\n")),
    JPEG(head -> head.startsWith("\u00ff\u00d8\u00ff")),
    GIF(head -> head.startsWith("GIF87a") || head.startsWith("GIF89a")),
    WEBP(head -> head.startsWith("RIFF") && head.startsWith("WEBP", 8)),
    WAV(head -> (head.startsWith("RIFF") || head.startsWith("RF64")) && head.startsWith("WAVE", 8)),
    OGG(head -> head.startsWith("OggS")),
    /** Tags first, or a frame of layer III at once. */
    MP3(head -> head.startsWith("ID3") || isMp3Frame(head)),
    /** MP4 and QuickTime: a box, whose name comes after its length. Old QuickTime files do not begin with {@code ftyp}. */
    ISO_MEDIA(head -> head.startsWith("ftyp", 4)
            || head.startsWith("moov", 4)
            || head.startsWith("mdat", 4)
            || head.startsWith("wide", 4)
            || head.startsWith("free", 4)
            || head.startsWith("skip", 4)),
    WEBM(head -> head.startsWith("\u001aE\u00df\u00a3")),
    /** Readers accept something before it. */
    PDF(head -> head.contains("%PDF-")),
    ZIP(FileContent::isZip),
    GZIP(head -> head.startsWith("\u001f\u008b")),
    TAR(head -> head.startsWith("ustar", 257)),
    /** A compound document; programs also write rich text or a zip under these endings. */
    OFFICE(head -> head.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")
            || head.startsWith("{\\rtf")
            || isZip(head)),
    /** Text of any encoding: of the others than those with a mark at the beginning none has a zero byte. May be empty. */
    TEXT(head -> head.indexOf('\0') < 0 || head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff"));

    /** Bytes of the beginning that tell. */
    static final int HEAD_BYTES = 1024;

    private final Predicate<String> shape;

    FileContent(Predicate<String> shape) {
        this.shape = shape;
    }

    /** Whether a file that begins so can be of this kind. */
    boolean fits(byte[] head) {
        // Each byte becomes the character of the same number.
        return shape.test(new String(head, ISO_8859_1));
    }

    private static boolean isZip(String head) {
        return head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006");
    }

    private static boolean isMp3Frame(String head) {
        return head.length() > 1 && head.charAt(0) == 0xff && (head.charAt(1) & 0xe6) == 0xe2;
    }
}
