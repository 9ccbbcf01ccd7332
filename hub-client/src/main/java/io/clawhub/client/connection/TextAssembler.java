package io.clawhub.client.connection;

/** Joins the parts of one text message. Used by the socket's thread only. */
final class TextAssembler {

    private final int maxChars;
    /** Exists only while parts are missing: most messages come whole, and there are many idle connections. */
    private StringBuilder parts;

    TextAssembler(int maxChars) {
        this.maxChars = maxChars;
    }

    /**
     * Takes the next part.
     *
     * @return the whole message, or null while parts are missing
     * @throws IllegalStateException when the message is longer than the limit
     */
    String add(CharSequence part, boolean last) {
        int before = parts == null ? 0 : parts.length();
        if (before + part.length() > maxChars) {
            parts = null;
            throw new IllegalStateException("a frame is longer than " + maxChars + " characters");
        }
        if (last && parts == null) {
            return part.toString();
        }
        if (parts == null) {
            parts = new StringBuilder();
        }
        parts.append(part);
        if (!last) {
            return null;
        }
        String whole = parts.toString();
        parts = null;
        return whole;
    }
}
