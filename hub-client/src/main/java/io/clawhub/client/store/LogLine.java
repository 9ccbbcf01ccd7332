package io.clawhub.client.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One line of a log. Its field {@code c} is the CRC-32C, in eight hex digits, of the line's UTF-8 bytes without that field and without
 * the newline: it tells a damaged line from a good one.
 */
final class LogLine {

    private static final byte[] KEY = ",\"c\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;

    private LogLine() {}

    /** The line's bytes, with checksum and newline. */
    static byte[] write(ObjectNode record) {
        byte[] plain = Json.bytes(record);
        byte[] digits = HexFormat.of()
                .toHexDigits(sum(plain, 0, plain.length, plain.length))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[plain.length + KEY.length + DIGITS + 2];
        int at = plain.length - 1; // before the closing brace
        System.arraycopy(plain, 0, line, 0, at);
        System.arraycopy(KEY, 0, line, at, KEY.length);
        System.arraycopy(digits, 0, line, at + KEY.length, DIGITS);
        at += KEY.length + DIGITS;
        line[at++] = '"';
        line[at++] = '}';
        line[at] = '\n';
        return line;
    }

    /**
     * The record of a line, given without its newline.
     *
     * @throws IOException when it is damaged. A {@code head} may come without checksum, nothing else
     */
    static ObjectNode read(byte[] line) throws IOException {
        ObjectNode record = Json.parse(line);
        if (!record.has("c")) {
            if ("head".equals(Json.text(record, "r"))) {
                return record;
            }
            throw new IOException("no checksum");
        }
        String given = record.remove("c").asText();
        int at = lastKey(line);
        int end = at + KEY.length + DIGITS + 1;
        if (at < 0 || end > line.length) {
            throw new IOException("checksum not readable");
        }
        if (!given.equals(HexFormat.of().toHexDigits(sum(line, at, end, line.length)))) {
            throw new IOException("checksum differs");
        }
        return record;
    }

    /** The sum of everything but the bytes from {@code cut} to {@code resume}. */
    private static int sum(byte[] bytes, int cut, int resume, int end) {
        CRC32C crc = new CRC32C();
        if (cut == 0) {
            crc.update(bytes, 0, end);
        } else {
            crc.update(bytes, 0, cut);
            crc.update(bytes, resume, end - resume);
        }
        return (int) crc.getValue();
    }

    private static int lastKey(byte[] line) {
        for (int at = line.length - KEY.length; at > 0; at--) {
            int same = 0;
            while (same < KEY.length && line[at + same] == KEY[same]) {
                same++;
            }
            if (same == KEY.length) {
                return at;
            }
        }
        return -1;
    }
}
