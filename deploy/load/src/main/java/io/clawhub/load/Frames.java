package io.clawhub.load;

/** The one frame of a load run: written by hand, read by scanning. The content is {@code #SEQ NANOS xxxx…}. */
public final class Frames {

    /** Room for both numbers. */
    static final int MIN_CONTENT = 32;

    private static final char MARK = '#';
    private static final String CONTENT_FIELD = "\"content\"";
    private static final String TARGET_FIELD = "\"target_agent\":\"";

    private Frames() {}

    /** A {@code chat_message}. The id is unique for its sender. */
    static String chatMessage(String target, long seq, long nanos, int size) {
        StringBuilder frame = new StringBuilder(size + target.length() + 96);
        frame.append("{\"type\":\"chat_message\",\"message_id\":\"msg_");
        appendHex12(frame, seq);
        frame.append("\",\"target_agent\":\"").append(target).append("\",\"content\":\"");
        int start = frame.length();
        frame.append(MARK).append(seq).append(' ').append(nanos).append(' ');
        while (frame.length() - start < size) {
            frame.append('x');
        }
        return frame.append("\"}").toString();
    }

    /** Where the content's sequence number begins, or -1 when this is no message of a load run. */
    static int contentStart(String frame) {
        int field = frame.indexOf(CONTENT_FIELD);
        return field < 0 ? -1 : frame.indexOf(MARK, field) + 1;
    }

    /** The number that begins at this position. */
    static long number(String frame, int start) {
        long value = 0;
        for (int i = start; i < frame.length(); i++) {
            int digit = frame.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    /** The number after the one that begins at this position. */
    static long secondNumber(String frame, int start) {
        return number(frame, frame.indexOf(' ', start) + 1);
    }

    /** The target of a frame written by {@link #chatMessage}. */
    public static String target(String frame) {
        int start = frame.indexOf(TARGET_FIELD) + TARGET_FIELD.length();
        return frame.substring(start, frame.indexOf('"', start));
    }

    private static void appendHex12(StringBuilder frame, long value) {
        for (int shift = 44; shift >= 0; shift -= 4) {
            frame.append(Character.forDigit((int) (value >>> shift) & 0xF, 16));
        }
    }
}
