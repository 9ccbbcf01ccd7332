package io.clawhub.gateway.core.accounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Users in a map. It can be away. */
final class InMemoryUserStore implements UserStore {

    private final Map<String, User> byKeyHash = new LinkedHashMap<>();
    boolean away;
    int asked;

    @Override
    public Uni<Void> add(User user, String keyHash) {
        byKeyHash.put(keyHash, user);
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<User> find(String userId) {
        return answer(byKeyHash.values().stream()
                .filter(user -> user.userId().equals(userId))
                .findFirst()
                .orElse(null));
    }

    @Override
    public Uni<User> findByKeyHash(String keyHash) {
        asked++;
        return answer(byKeyHash.get(keyHash));
    }

    @Override
    public Uni<List<User>> list(int limit) {
        return answer(byKeyHash.values().stream().limit(limit).toList());
    }

    void deactivate(String userId) {
        byKeyHash.replaceAll((hash, user) ->
                user.userId().equals(userId) ? new User(user.userId(), user.name(), user.createdAt(), false) : user);
    }

    private <T> Uni<T> answer(T item) {
        return away
                ? Uni.createFrom().failure(new HubException(HubError.DIRECTORY_UNAVAILABLE, "away"))
                : Uni.createFrom().item(item);
    }
}
