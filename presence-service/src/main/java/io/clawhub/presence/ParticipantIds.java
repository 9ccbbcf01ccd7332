package io.clawhub.presence;

/** What can be a participant id: 1 to 256 characters, none of them a control character. */
public final class ParticipantIds {

    /** The hub's limit for any id. */
    public static final int MAX_LENGTH = 256;

    private ParticipantIds() {}

    /** Whether the text can be an id. */
    public static boolean valid(String id) {
        return id != null
                && !id.isBlank()
                && id.length() <= MAX_LENGTH
                && id.chars().noneMatch(Character::isISOControl);
    }
}
