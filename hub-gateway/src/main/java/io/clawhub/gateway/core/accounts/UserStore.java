package io.clawhub.gateway.core.accounts;

import java.util.List;

import io.smallrye.mutiny.Uni;

/** Where users are kept. Every answer comes, or fails with {@code DIRECTORY_UNAVAILABLE}, within seconds. */
interface UserStore {

    /** Keeps a new user with the hash of its key. */
    Uni<Void> add(User user, String keyHash);

    /** The user of this id, or null. */
    Uni<User> find(String userId);

    /** The user whose key has this hash, or null. */
    Uni<User> findByKeyHash(String keyHash);

    /** The users, the oldest first. */
    Uni<List<User>> list(int limit);
}
