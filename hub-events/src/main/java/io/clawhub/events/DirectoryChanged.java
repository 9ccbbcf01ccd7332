package io.clawhub.events;

/**
 * Something that gateways remember from their database has changed: forget it. Published to {@link Topics#HUB_DIRECTORY}.
 *
 * @param entity what it is
 * @param id which one
 */
public record DirectoryChanged(Entity entity, String id) {

    /** What gateways remember. */
    public enum Entity {
        /** A service: its owner, its description or who may use it. */
        SERVICE,
        /** A user: its key or whether it is active. */
        USER,
        /** A participant: whose it is. */
        PARTICIPANT
    }

    /** The record's key. */
    public String key() {
        return entity + "\n" + id;
    }
}
