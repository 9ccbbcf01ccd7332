package io.clawhub.gateway.core.streams;

/** What a run has said so far, if that is known: a run that came here from another gateway has said more than was heard. */
final class RunText {

    /** Longest text of a snapshot, bytes of JSON: with all that is told along with it, a record of Kafka's, one MiB, holds it. */
    static final int MAX_SNAPSHOT = 768 * 1024;

    private final RunTexts texts;
    private StringBuilder text;
    private int heard;
    private boolean full;

    RunText(RunTexts texts) {
        this.texts = texts;
    }

    /** From here on it is known: nothing was said before. */
    void begin() {
        text = new StringBuilder();
        heard = 0;
        full = false;
    }

    /** Something was said that was not heard here, or what was heard is not needed any more. */
    void forget() {
        if (text != null) {
            texts.give(text.length());
            text = null;
        }
    }

    /** Whether more was said than a run may show: from there on nothing is, until it is said anew and shorter. */
    boolean isFull() {
        return full;
    }

    /** More of it, unless that is more than a run may show. */
    void add(String more) {
        full |= heard + more.length() > texts.maxOfRun();
        if (!full) {
            heard += more.length();
            keep(more);
        }
    }

    /** All of it. */
    void set(String whole) {
        forget();
        begin();
        add(whole);
    }

    private void keep(String more) {
        if (text == null) {
            return;
        }
        if (texts.take(more.length())) {
            text.append(more);
        } else {
            forget();
        }
    }

    /** The whole of it; null if it is not known, or longer than can be told at once. */
    String whole() {
        return text == null || jsonLength() > MAX_SNAPSHOT ? null : text.toString();
    }

    private long jsonLength() {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 6;
            } else if (c == '"' || c == '\\') {
                bytes += 2;
            } else {
                bytes += c < 0x80 ? 1 : 3;
            }
        }
        return bytes;
    }
}
