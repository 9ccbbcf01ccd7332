package io.clawhub.gateway.core.administration;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.audit.AuditLog;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Words that administrators keep under a name. The hub itself reads none of them. */
@ApplicationScoped
public class Settings {

    static final int MAX_SETTINGS = 200;
    static final int MAX_VALUE = 4_000;

    private static final String ALL = "SELECT key, value FROM setting ORDER BY key";
    private static final String PUT =
            """
            INSERT INTO setting (key, value) VALUES (:key, :value)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value""";

    private final DatabaseContext database;
    private final AuditLog audit;

    Settings(DatabaseContext database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /** All of them, by name. */
    public Uni<Map<String, String>> all() {
        return database.inSession(Settings::read);
    }

    /** Sets some, and gives all; fails with {@code MISSING_FIELDS} beyond 200 settings or 4000 characters. */
    public Uni<Map<String, String>> put(Actor actor, Map<String, String> some) {
        return Uni.createFrom().deferred(() -> {
            some.forEach(Settings::check);
            return database.inTransaction(() -> Multi.createFrom()
                    .iterable(some.entrySet())
                    .onItem()
                    .transformToUniAndConcatenate(one -> write(one.getKey(), one.getValue()))
                    .onItem()
                    .ignoreAsUni()
                    .chain(() -> audit.add(actor, "settings.edit", "", "", String.join(" ", some.keySet())))
                    .chain(Settings::read)
                    .invoke(all -> {
                        if (all.size() > MAX_SETTINGS) {
                            throw new HubException(HubError.MISSING_FIELDS, "at most " + MAX_SETTINGS + " settings");
                        }
                    }));
        });
    }

    private static void check(String key, String value) {
        Ids.checked(key, "a setting's name");
        if (value.length() > MAX_VALUE || value.indexOf('\0') >= 0) {
            throw new HubException(
                    HubError.MISSING_FIELDS, "a setting must have at most " + MAX_VALUE + " characters and no U+0000");
        }
    }

    private static Uni<Map<String, String>> read() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(ALL, Object[].class).getResultList())
                .map(Settings::map);
    }

    private static Map<String, String> map(List<Object[]> rows) {
        Map<String, String> all = new TreeMap<>();
        rows.forEach(row -> all.put((String) row[0], (String) row[1]));
        return all;
    }

    private static Uni<Integer> write(String key, String value) {
        return Panache.getSession().chain(session -> session.createNativeQuery(PUT)
                .setParameter("key", key)
                .setParameter("value", value)
                .executeUpdate());
    }
}
