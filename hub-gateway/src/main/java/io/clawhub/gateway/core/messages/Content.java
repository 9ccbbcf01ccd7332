package io.clawhub.gateway.core.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** What may be said. */
public final class Content {

    private Content() {}

    /**
     * Checks a message's content.
     *
     * @throws HubException {@link HubError#INVALID_TEXT} for text that PostgreSQL cannot store or UTF-8 cannot carry
     *     (U+0000, half a surrogate pair), which would otherwise be lost or altered behind the sender's back;
     *     {@link HubError#MESSAGE_TOO_LARGE} beyond {@code maxBytes} of UTF-8
     */
    public static void check(JsonNode content, int maxBytes) {
        long bytes = content.isTextual() ? utf8Length(content.textValue()) : measured(content);
        if (bytes > maxBytes) {
            throw new HubException(
                    HubError.MESSAGE_TOO_LARGE, "content has " + bytes + " bytes, the limit is " + maxBytes);
        }
    }

    /**
     * Checks text that is said along with something else; null is fine.
     *
     * @throws HubException as {@link #check}
     */
    public static void checkText(String text, int maxBytes) {
        if (text != null) {
            check(TextNode.valueOf(text), maxBytes);
        }
    }

    /** As much of a text as fits into so many UTF-16 units, and no half of a surrogate pair. */
    public static String cut(String text, int maxUnits) {
        if (text.length() <= maxUnits) {
            return text;
        }
        boolean splits = maxUnits > 0 && Character.isHighSurrogate(text.charAt(maxUnits - 1));
        return text.substring(0, splits ? maxUnits - 1 : maxUnits);
    }

    private static long measured(JsonNode content) {
        checkText(content);
        return utf8Length(content.toString());
    }

    private static void checkText(JsonNode node) {
        if (node.isTextual()) {
            utf8Length(node.textValue());
        }
        node.fieldNames().forEachRemaining(Content::utf8Length);
        node.forEach(Content::checkText);
    }

    private static long utf8Length(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    throw new HubException(HubError.INVALID_TEXT, "text must not contain U+0000");
                }
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new HubException(HubError.INVALID_TEXT, "text must not contain half a surrogate pair");
                }
                bytes += 4;
                i++;
            }
        }
        return bytes;
    }
}
