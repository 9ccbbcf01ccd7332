package io.clawhub.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Ids in headers, which carry ASCII only: the hub's own protocol percent-encodes the rest as UTF-8, and {@code %} itself. */
public final class HeaderText {

    private static final int HEX = 16;

    private HeaderText() {}

    /**
     * The id that a header's value stands for; null stays null.
     *
     * @throws HubException {@link HubError#INVALID_ID} when two hex digits are missing after a {@code %}, or what they make is no UTF-8
     */
    public static String decoded(String value, String header) {
        if (value == null || value.indexOf('%') < 0) {
            return value;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(value.length());
        byte[] raw = value.getBytes(UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                octets.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], HEX) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], HEX) : -1;
            if (high < 0 || low < 0) {
                throw wrong(header);
            }
            octets.write(high * HEX + low);
            i += 2;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong(header);
        }
    }

    private static HubException wrong(String header) {
        return new HubException(HubError.INVALID_ID, header + " must be percent-encoded UTF-8; a % is %25");
    }
}
