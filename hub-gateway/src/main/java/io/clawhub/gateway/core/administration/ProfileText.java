package io.clawhub.gateway.core.administration;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** What the texts of an account may be. All are stripped, and refused with {@link HubError#MISSING_FIELDS} or {@code INVALID_TEXT}. */
final class ProfileText {

    static final int MAX_USERNAME = 32;
    static final int MAX_DISPLAY_NAME = 64;
    static final int MAX_AVATAR = 1_024;
    static final int MAX_DESCRIPTION = 1_000;

    private ProfileText() {}

    /** A username: 32 characters at most, without control characters. */
    static String username(String text, int min) {
        String name = plain(text, "username", MAX_USERNAME, false);
        if (name.length() < min) {
            throw new HubException(
                    HubError.MISSING_FIELDS, "username must have " + min + " to " + MAX_USERNAME + " characters");
        }
        return name;
    }

    /** Whether anybody may have this username. */
    static boolean mayBeUsername(String text) {
        return text.length() <= MAX_USERNAME && isPlain(text, false);
    }

    /** A display name; null or blank: the other one. */
    static String displayName(String text, String otherwise) {
        String name = plain(text, "display_name", MAX_DISPLAY_NAME, false);
        return name.isEmpty() ? otherwise : name;
    }

    /** The URL of a picture, on this hub or elsewhere on the web; null: the other one. Empty: none. */
    static String avatar(String text, String otherwise) {
        if (text == null) {
            return otherwise;
        }
        String url = plain(text, "avatar", MAX_AVATAR, false);
        if (!url.isEmpty() && !url.startsWith("/") && !url.startsWith("https://") && !url.startsWith("http://")) {
            throw new HubException(HubError.MISSING_FIELDS, "avatar must be a path of this hub or an http URL");
        }
        return url;
    }

    /** A description; null: the other one. Empty: none. */
    static String description(String text, String otherwise) {
        return text == null ? otherwise : plain(text, "description", MAX_DESCRIPTION, true);
    }

    private static String plain(String text, String field, int max, boolean lines) {
        String stripped = text == null ? "" : text.strip();
        if (stripped.length() > max) {
            throw new HubException(HubError.MISSING_FIELDS, field + " must have at most " + max + " characters");
        }
        if (!isPlain(stripped, lines)) {
            throw new HubException(HubError.INVALID_TEXT, field + " must not hold control characters");
        }
        return stripped;
    }

    /** Whether it holds neither control characters, but for those between lines, nor half a surrogate pair. */
    private static boolean isPlain(String text, boolean lines) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t' || c == '\r'))
                        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
