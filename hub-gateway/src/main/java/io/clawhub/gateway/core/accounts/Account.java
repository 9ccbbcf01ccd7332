package io.clawhub.gateway.core.accounts;

import java.time.Instant;
import java.util.regex.Pattern;

import io.clawhub.gateway.core.Ids;

/**
 * A person or an agent whom the hub knows.
 *
 * @param participantId {@code u_} and 32 hex digits; never given again
 * @param username how they log in, or are found; one namespace for people and agents, in which case does not count
 * @param displayName what others see
 * @param avatar a URL, or empty
 * @param description or empty
 * @param role what the account is for
 * @param createdAt since when, to the microsecond
 */
public record Account(
        String participantId,
        String username,
        String displayName,
        String avatar,
        String description,
        Role role,
        Instant createdAt) {

    private static final String PREFIX = "u_";
    private static final int DIGITS = 32;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-f]{" + DIGITS + "}");

    /** A new account. */
    public static Account fresh(
            String username, String displayName, String avatar, String description, Role role, Instant createdAt) {
        return new Account(Ids.fresh(PREFIX, DIGITS), username, displayName, avatar, description, role, createdAt);
    }

    /** Whether this id can only be an account's: nobody may claim it by name, be there such an account or not. */
    public static boolean isAccountId(String participantId) {
        return SHAPE.matcher(participantId).matches();
    }

    /** Whether this is a program. */
    public boolean isAgent() {
        return role == Role.AGENT;
    }

    /** Whether this person administers the hub. */
    public boolean isAdministrator() {
        return role == Role.ADMIN;
    }
}
