package io.clawhub.client.wire;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What an agent proves its identity with: an API key, or nothing where the hub is open. A refused key is renewed once; the next
 * accepted greeting allows another renewal. Never prints the key.
 */
public final class Credential {

    private static final Pattern LOCAL = Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final Supplier<String> renewal;
    private volatile String token;
    private volatile boolean renewed;

    private Credential(String token, Supplier<String> renewal) {
        this.token = token == null || token.isBlank() ? null : token.strip();
        this.renewal = renewal;
    }

    /** No key: for a hub that lets agents claim their ids. */
    public static Credential none() {
        return new Credential(null, null);
    }

    /** This key, or none if it is null. */
    public static Credential of(String token) {
        return new Credential(token, null);
    }

    /**
     * This key and where to get another.
     *
     * @param token the key, or null
     * @param renewal asked once when the hub refuses the key; may block. Null as the answer: there is no other
     */
    public static Credential of(String token, Supplier<String> renewal) {
        return new Credential(token, renewal);
    }

    /** Whether everybody on the way to this address could read the key: another machine, and no TLS. */
    public static boolean isReadableOnTheWayTo(URI hub) {
        boolean plain = "http".equalsIgnoreCase(hub.getScheme()) || "ws".equalsIgnoreCase(hub.getScheme());
        return plain && (hub.getHost() == null || !LOCAL.matcher(hub.getHost()).matches());
    }

    /** The key, or null. */
    public String token() {
        return token;
    }

    /** The value of an {@code Authorization} header, or null. */
    public String authorization() {
        String key = token;
        return key == null ? null : "Bearer " + key;
    }

    /** What proves it to an HTTP server. */
    public Map<String, String> headers() {
        String value = authorization();
        return value == null ? Map.of() : Map.of("Authorization", value);
    }

    /** Gets another key. May block. False: there is none, or the renewed one was refused too. */
    public boolean renew() {
        if (renewal == null || renewed) {
            return false;
        }
        renewed = true;
        String fresh = renewal.get();
        if (fresh == null || fresh.isBlank() || Objects.equals(fresh.strip(), token)) {
            return false;
        }
        token = fresh.strip();
        return true;
    }

    /** The hub took it. */
    public void accepted() {
        renewed = false;
    }

    @Override
    public String toString() {
        return token == null ? "Credential[none]" : "Credential[a key]";
    }
}
