package io.clawhub.gateway.core.groups;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.messages.Content;

/** What a group may say of itself. */
final class GroupWords {

    /** Longest name, in characters. */
    static final int MAX_NAME = 200;

    /** Longest description, in characters. */
    static final int MAX_DESCRIPTION = 200;

    /** Longest address of a picture, in characters. */
    static final int MAX_AVATAR = 2_048;

    /** UTF-8 never needs more for a character of Java's. */
    private static final int BYTES_PER_CHARACTER = 3;

    private GroupWords() {}

    static void checkName(String name) {
        if (name == null || name.isBlank()) {
            throw new HubException(HubError.MISSING_FIELDS, "a group needs a name");
        }
        check(name, "a name", MAX_NAME);
    }

    /** Either may be null. */
    static void checkAbout(String avatar, String description) {
        check(avatar, "an avatar", MAX_AVATAR);
        check(description, "a description", MAX_DESCRIPTION);
    }

    private static void check(String text, String what, int most) {
        if (text == null) {
            return;
        }
        if (text.length() > most) {
            throw new HubException(HubError.MESSAGE_TOO_LARGE, what + " has at most " + most + " characters");
        }
        Content.checkText(text, most * BYTES_PER_CHARACTER);
    }
}
