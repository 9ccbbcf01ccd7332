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
        PARTICIPANT,
        /** An account of a person or an agent: its profile, its role, or that it is gone. */
        ACCOUNT,
        /** A session or a token, by its id: it has ended, and so have the connections that came by it. */
        CREDENTIAL
    }

    /** The record's key. */
    public String key() {
        return entity + "\n" + id;
    }
}
