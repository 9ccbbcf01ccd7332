package io.clawhub.gateway.core.accounts;

import java.util.List;

import io.quarkus.panache.common.Page;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Users in PostgreSQL. */
@ApplicationScoped
class PanacheUserStore implements UserStore {

    private final DatabaseContext database;

    PanacheUserStore(DatabaseContext database) {
        this.database = database;
    }

    @Override
    public Uni<Void> add(User user, String keyHash) {
        return database.inTransaction(
                () -> UserEntity.of(user, keyHash).persist().replaceWithVoid());
    }

    @Override
    public Uni<User> find(String userId) {
        return database.inSession(() -> user(UserEntity.findById(userId)));
    }

    @Override
    public Uni<User> findByKeyHash(String keyHash) {
        return database.inSession(() -> user(UserEntity.find("keyHash", keyHash).firstResult()));
    }

    @Override
    public Uni<List<User>> list(int limit) {
        return database.inSession(() -> UserEntity.<UserEntity>find("order by createdAt, id")
                .page(Page.ofSize(limit))
                .list()
                .map(rows -> rows.stream().map(UserEntity::user).toList()));
    }

    private static Uni<User> user(Uni<UserEntity> row) {
        return row.onItem().ifNotNull().transform(UserEntity::user);
    }
}
