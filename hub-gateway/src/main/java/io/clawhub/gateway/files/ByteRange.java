package io.clawhub.gateway.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a file a request wants (RFC 9110, 14.2). One range is understood; several at once may be, and are, answered with the
 * whole file.
 *
 * @param first the first byte's position
 * @param length how many bytes
 * @param partial whether a range was asked for
 */
public record ByteRange(long first, long length, boolean partial) {

    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * What the header means for a file of this size.
     *
     * @param header {@code Range}, or null
     * @return null when no byte of the file is in the range
     */
    public static ByteRange of(String header, long size) {
        ByteRange whole = new ByteRange(0, size, false);
        Matcher range = header == null ? null : ONE_RANGE.matcher(header.trim());
        if (range == null || !range.matches()) {
            return whole;
        }
        String from = range.group(1);
        String to = range.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return whole;
        }
        if (from.isEmpty()) {
            long last = Math.min(Long.parseLong(to), size);
            return last == 0 ? null : new ByteRange(size - last, last, true);
        }
        long first = Long.parseLong(from);
        long end = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
        if (!to.isEmpty() && Long.parseLong(to) < first) {
            return whole;
        }
        return first >= size ? null : new ByteRange(first, end - first + 1, true);
    }

    /** The header {@code Content-Range}. */
    public String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
