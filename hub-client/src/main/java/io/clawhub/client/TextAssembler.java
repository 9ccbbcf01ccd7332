package io.clawhub.client;

/** Joins the parts of one text message. Used by the socket's thread only. */
final class TextAssembler {

    private final int maxChars;
    private final StringBuilder parts = new StringBuilder();

    TextAssembler(int maxChars) {
        this.maxChars = maxChars;
    }

    /**
     * Takes the next part.
     *
     * @return the whole message, or null while parts are missing
     * @throws HubException when the message is longer than the limit
     */
    String add(CharSequence part, boolean last) {
        if (parts.length() + part.length() > maxChars) {
            parts.setLength(0);
            throw new HubException(HubException.BAD_FRAME, "message longer than " + maxChars + " characters");
        }
        if (last && parts.length() == 0) {
            return part.toString();
        }
        parts.append(part);
        if (!last) {
            return null;
        }
        String whole = parts.toString();
        parts.setLength(0);
        if (parts.capacity() > 65_536) {
            parts.trimToSize();
        }
        return whole;
    }
}
