package io.clawhub.gateway.core.services;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Text that the database can keep. */
final class ServiceText {

    private ServiceText() {}

    /**
     * A text, null included, checked.
     *
     * @throws HubException {@link HubError#INVALID_TEXT} for U+0000 or half a surrogate pair,
     *     {@link HubError#MESSAGE_TOO_LARGE} beyond so many bytes of UTF-8
     */
    static String checked(String text, String field, int maxBytes) {
        if (text != null && bytes(text, field) > maxBytes) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, field + " has more than " + maxBytes + " bytes");
        }
        return text;
    }

    /** Checks every name and text of a JSON value, and its size. */
    static void check(JsonNode json, String field, int maxBytes) {
        checked(json.toString(), field, maxBytes);
        checkTexts(json, field);
    }

    private static void checkTexts(JsonNode json, String field) {
        if (json.isTextual()) {
            bytes(json.textValue(), field);
        }
        json.fieldNames().forEachRemaining(name -> bytes(name, field));
        json.forEach(inner -> checkTexts(inner, field));
    }

    private static int bytes(String text, String field) {
        if (text.indexOf('\0') >= 0) {
            throw new HubException(HubError.INVALID_TEXT, field + " must not contain U+0000");
        }
        try {
            ByteBuffer encoded = UTF_8.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            return encoded.remaining();
        } catch (CharacterCodingException e) {
            throw new HubException(HubError.INVALID_TEXT, field + " must not contain half a surrogate pair");
        }
    }
}
