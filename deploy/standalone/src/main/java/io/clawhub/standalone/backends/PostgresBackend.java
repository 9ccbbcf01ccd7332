package io.clawhub.standalone.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.postgresql.Driver;

import io.clawhub.standalone.process.Directories;
import io.clawhub.standalone.process.LogFile;
import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.process.Signal;
import io.clawhub.standalone.process.StartException;

/**
 * PostgreSQL with the database {@code hub} and a role per service, each owning its schema and blind to the other's.
 * Sorting and case rules are those of locale C; the encoding is UTF-8.
 */
public final class PostgresBackend extends Backend {
    /** The database of both services. */
    public static final String DATABASE = "hub";

    private static final String SUPERUSER = "postgres";
    private static final int INITDB_SECONDS = 60;

    public PostgresBackend(Place place) {
        super("postgres", place);
    }

    /** The services' logins. Password and role are the same word: the server listens on the loopback interface only. */
    public enum Role {
        HUB_GATEWAY("hub_gateway", "hub"),
        HUB_HISTORY("hub_history", "history");

        private final String login;
        private final String schema;

        Role(String login, String schema) {
            this.login = login;
            this.schema = schema;
        }

        public String login() {
            return login;
        }

        public String password() {
            return login;
        }

        /** The schema it owns. */
        public String schema() {
            return schema;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** As Quarkus' reactive client wants it. */
    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + port() + "/" + DATABASE;
    }

    /** A new connection as the given role, for tests and checks; the caller closes it. */
    public Connection connect(Role role) throws SQLException {
        return connect(DATABASE, role.login(), role.password());
    }

    @Override
    protected List<String> command() {
        List<String> command = new ArrayList<>(PostgresPrograms.command("postgres"));
        command.addAll(List.of("-D", place().data().toString(), "-p", Integer.toString(port())));
        setting(command, "listen_addresses=127.0.0.1");
        setting(command, "unix_socket_directories=");
        setting(command, "max_connections=100");
        setting(command, "shared_buffers=64MB");
        setting(command, "log_min_messages=warning");
        setting(command, "jit=off");
        if (place().throwAway()) {
            setting(command, "fsync=off");
            setting(command, "full_page_writes=off");
        }
        return command;
    }

    @Override
    protected void prepare() {
        // Written last by initdb: a half-made directory of an interrupted start is made anew.
        if (Files.exists(place().data().resolve("PG_VERSION"))
                && Files.exists(place().data().resolve("postgresql.auto.conf"))) {
            return;
        }
        Directories.delete(place().data());
        Path password = place().directory().resolve("initdb.password");
        List<String> command = new ArrayList<>(PostgresPrograms.command("initdb"));
        command.addAll(List.of("-D", place().data().toString(), "-U", SUPERUSER, "-E", "UTF8", "--no-locale"));
        command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + password, "--no-sync", "--no-instructions"));
        try {
            Files.writeString(password, SUPERUSER);
            Process initdb = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(place().log().toFile()))
                    .start();
            if (!initdb.waitFor(INITDB_SECONDS, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw new StartException(
                        "PostgreSQL could not set up its data directory. " + LogFile.lastLines(place().log()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while setting up PostgreSQL", e);
        }
    }

    /** Fast shutdown: rolls back and disconnects whoever is connected. */
    @Override
    protected Signal stopSignal() {
        return Signal.INT;
    }

    @Override
    public boolean answers() {
        try (Connection connection = connect(SUPERUSER, SUPERUSER, SUPERUSER)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    void initialize() {
        try {
            try (Connection connection = connect(SUPERUSER, SUPERUSER, SUPERUSER)) {
                for (Role role : Role.values()) {
                    if (isMissing(connection, "SELECT 1 FROM pg_roles WHERE rolname = '" + role.login() + "'")) {
                        execute(connection, "CREATE ROLE %s LOGIN PASSWORD '%s'", role.login(), role.password());
                    }
                }
                if (isMissing(connection, "SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                    execute(connection, "CREATE DATABASE %s", DATABASE);
                }
            }
            try (Connection connection = connect(DATABASE, SUPERUSER, SUPERUSER)) {
                execute(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
                for (Role role : Role.values()) {
                    execute(connection, "CREATE SCHEMA IF NOT EXISTS %s AUTHORIZATION %s", role.schema(), role.login());
                    execute(connection, "ALTER ROLE %s SET search_path = %s", role.login(), role.schema());
                }
            }
        } catch (SQLException e) {
            throw new StartException(
                    "PostgreSQL could not set up its database. " + LogFile.lastLines(place().log()), e);
        }
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return new Driver().connect("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
    }

    private static boolean isMissing(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private static void execute(Connection connection, String format, Object... names) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(format.formatted(names));
        }
    }

    private static void setting(List<String> command, String setting) {
        command.add("-c");
        command.add(setting);
    }
}
