package io.clawhub.presence.state;

/** The keys in Redis. */
final class RedisKeys {

    /** Zset: participant, last_active_at in ms. Everybody ever seen. */
    static final String ACTIVE = "presence:active";
    /** Zset: participants announced online, last_active_at in ms. */
    static final String ONLINE = "presence:online";
    /** Hash: participant, version of the last transition. */
    static final String VERSIONS = "presence:versions";
    /** Stream: transitions to publish. */
    static final String OUTBOX = "presence:outbox";
    /** String with expiry: the instance that drains the outbox. */
    static final String OUTBOX_LEASE = "presence:outbox-lease";

    private static final String CONNECTIONS = "presence:connections:";

    private RedisKeys() {}

    /** Hash with expiry: gateway, its open connections of the participant. */
    static String connections(String participantId) {
        return CONNECTIONS + participantId;
    }
}
