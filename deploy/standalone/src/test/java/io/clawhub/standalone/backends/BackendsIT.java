package io.clawhub.standalone.backends;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.clawhub.standalone.backends.PostgresBackend.Role;
import io.clawhub.standalone.process.Place;
import io.clawhub.standalone.process.StartException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BackendsIT {
    @Test
    void postgresKeepsItsDataOverAKill() throws SQLException {
        try (PostgresBackend postgres = new PostgresBackend(Place.throwAway("postgres"))) {
            postgres.start();
            execute(postgres, Role.HUB_HISTORY, "CREATE TABLE kept AS SELECT 42 AS answer");

            postgres.kill();
            postgres.start();

            assertThat(query(postgres, Role.HUB_HISTORY, "SELECT answer FROM history.kept"))
                    .isEqualTo("42");
        }
    }

    @Test
    void postgresRolesDoNotSeeEachOthersSchema() throws SQLException {
        try (PostgresBackend postgres = new PostgresBackend(Place.throwAway("postgres"))) {
            postgres.start();
            execute(postgres, Role.HUB_HISTORY, "CREATE TABLE secret AS SELECT 42 AS answer");

            assertThatThrownBy(() -> query(postgres, Role.HUB_GATEWAY, "SELECT answer FROM history.secret"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void postgresStopsCleanlyWhileAClientIsConnected() throws SQLException {
        try (PostgresBackend postgres = new PostgresBackend(Place.throwAway("postgres"))) {
            postgres.start();
            try (var connection = postgres.connect(Role.HUB_GATEWAY)) {
                assertThat(connection.isValid(30)).isTrue();

                postgres.stop();
            }

            assertThat(postgres.isAlive()).isFalse();
            assertThat(postgres.place().data().resolve("postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void redisKeepsItsDataOverAKillAndSleepsWhilePaused() throws IOException {
        try (RedisBackend redis = new RedisBackend(Place.throwAway("redis"))) {
            redis.start();
            assertThat(ask(redis, "SET kept 42")).isEqualTo("+OK");

            redis.kill();
            redis.start();

            assertThat(ask(redis, "GET kept")).isEqualTo("$2");
            redis.pause();
            assertThat(redis.isAlive()).isTrue();
            assertThat(redis.answers()).isFalse();
            redis.resume();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(redis::answers);
        }
    }

    @Test
    void kafkaKeepsItsTopicsOverAStopAndAKill() throws Exception {
        try (KafkaBackend kafka = new KafkaBackend(Place.throwAway("kafka"))) {
            kafka.start();
            try (Admin admin = admin(kafka)) {
                admin.createTopics(List.of(new NewTopic("kept", 4, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }

            kafka.stop();
            kafka.start();
            kafka.kill();
            kafka.start();

            try (Admin admin = admin(kafka)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(
                                () -> admin.listTopics().names().get(30, TimeUnit.SECONDS),
                                topics -> topics.contains("kept"));
            }
        }
    }

    @Test
    void aThrowAwayBackendLeavesNothingBehind() {
        RedisBackend redis = new RedisBackend(Place.throwAway("redis"));
        redis.start();

        redis.close();

        assertThat(redis.place().directory()).doesNotExist();
        assertThat(redis.isAlive()).isFalse();
    }

    @Test
    void aBusyPortIsNamed() {
        try (RedisBackend first = new RedisBackend(Place.throwAway("redis"));
                RedisBackend second = new RedisBackend(samePort(first))) {
            first.start();

            assertThatThrownBy(second::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    private static Place samePort(Backend backend) {
        Place other = Place.throwAway(backend.name());
        return new Place(backend.port(), other.directory(), other.log(), true);
    }

    private static Admin admin(KafkaBackend kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static void execute(PostgresBackend postgres, Role role, String sql) throws SQLException {
        try (var connection = postgres.connect(role);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresBackend postgres, Role role, String sql) throws SQLException {
        try (var connection = postgres.connect(role);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String ask(RedisBackend redis, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port());
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return reader.readLine();
        }
    }
}
