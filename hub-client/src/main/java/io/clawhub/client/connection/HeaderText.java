package io.clawhub.client.connection;

import java.util.Locale;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Ids as values of HTTP headers: what is not printable ASCII, and {@code %}, is percent-encoded as UTF-8. */
public final class HeaderText {

    private HeaderText() {}

    /** As the hub's own protocol takes it in {@code X-Agent-Id} and {@code X-Client-Id}. A plain ASCII id stays as it is. */
    public static String of(String id) {
        StringBuilder value = new StringBuilder(id.length());
        for (byte octet : id.getBytes(UTF_8)) {
            if (octet > ' ' && octet < 0x7f && octet != '%') {
                value.append((char) octet);
            } else {
                value.append(String.format(Locale.ROOT, "%%%02X", octet));
            }
        }
        return value.toString();
    }
}
