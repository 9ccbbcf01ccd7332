package io.clawhub.gateway.core.accounts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.events.Topics;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Secrets;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply.UserRegistered;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.accounts.ParticipantStore.Standing;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.testing.InjectBackend;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.clawhub.gateway.core.accounts.AccountsFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Users, ownership and reservations in PostgreSQL, and what other gateways are told. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(AccountsIT.OneGateway.class)
class AccountsIT {

    /** Known by name, for the rows that another one leaves. */
    public static final class OneGateway implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.history.url", "http://127.0.0.1:1", "hub.gateway.id", HERE);
        }
    }

    private static final String HERE = "accounts-here";
    private static final Duration LONG = Duration.ofSeconds(60);

    @InjectBackend
    PostgresBackend postgres;

    @Inject
    Identities identities;

    @Inject
    Accounts accounts;

    @Inject
    ParticipantStore participants;

    @Inject
    EventLog log;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String elsewhere = "accounts-elsewhere-" + run;

    @BeforeEach
    void awaitTheLog() {
        await().atMost(LONG).until(tail::isFollowing);
    }

    @Test
    void keepsNothingOfAKeyButItsHash() throws SQLException {
        UserRegistered ada = register("Ada");

        String row =
                text("SELECT u::text FROM hub_user u WHERE id = ?", ada.user().userId());

        assertThat(row)
                .contains(Secrets.hash(ada.apiKey()))
                .doesNotContain(ada.apiKey().substring(4));
        assertThat(get(identities.authenticate(ada.apiKey())).userId())
                .isEqualTo(ada.user().userId());
    }

    @Test
    void anIdBelongsToTheFirstUserOnEveryGateway() {
        Credential ada = credential("Ada");
        Credential bob = credential("Bob");
        Owners other = new Owners(participants, log, elsewhere, System::nanoTime);
        String agent = run + "owned";

        assertThat(get(identities.claim(agent, Credential.NONE))).isEqualTo(Authentication.OPEN);
        assertThat(get(other.claimed(agent, ada.userId()))).isEqualTo(new Standing(ada.userId(), false));

        // This gateway had seen it free; the other one's word reaches it.
        await().atMost(LONG).untilAsserted(() -> assertThat(refusal(() -> identities.claim(agent, Credential.NONE)))
                .isEqualTo(HubError.AUTH_FAILED));
        assertThat(refusal(() -> identities.claim(agent, bob))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(get(identities.claim(agent, ada))).isEqualTo(Authentication.TOKEN);
    }

    @Test
    void oneOfManyUsersGetsAnId() {
        List<Credential> users =
                IntStream.range(0, 4).mapToObj(i -> credential("user" + i)).toList();
        String agent = run + "contested";
        List<Uni<Standing>> claims = users.stream()
                .map(user -> new Owners(participants, log, elsewhere, System::nanoTime).claimed(agent, user.userId()))
                .toList();

        List<Standing> standings = get(Uni.join().all(claims).andFailFast());

        assertThat(standings.stream().map(Standing::userId).distinct()).hasSize(1);
        assertThat(users.stream().map(Credential::userId))
                .contains(standings.getFirst().userId());
    }

    @Test
    void aNameThatIsOnlyClaimedTakesNoRow() throws SQLException {
        String agent = run + "free";

        get(identities.claim(agent, Credential.NONE));

        assertThat(text("SELECT count(*)::text FROM participant WHERE id = ?", agent))
                .isEqualTo("0");
    }

    @Test
    void anIdIsReservedAgainstOtherGatewaysWhileTheyLive() throws SQLException {
        String id = run + "made-up";
        lease("now() + interval '1 hour'");
        assertThat(get(participants.reserve(id, null, elsewhere, "c9"))).isTrue();

        assertThat(refusal(() -> identities.reserve(id, Credential.NONE, "c1"))).isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(refusal(() -> identities.claim(id, Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);

        lease("now() - interval '1 second'");
        assertThat(get(identities.reserve(id, Credential.NONE, "c1"))).isEqualTo(Authentication.NONE);
        assertThat(text("SELECT gateway_id || ' ' || connection_id FROM reservation WHERE participant_id = ?", id))
                .isEqualTo(HERE + " c1");
        // Too late: it is not theirs any more.
        get(participants.release(id, elsewhere, "c9"));
        assertThat(refusal(() -> identities.reserve(id, Credential.NONE, "c2"))).isEqualTo(HubError.IDENTITY_MISMATCH);

        identities.release(id, "c1");
        await().atMost(LONG).until(() -> text("SELECT count(*)::text FROM reservation WHERE participant_id = ?", id)
                .equals("0"));
        assertThat(get(identities.reserve(id, Credential.NONE, "c2"))).isEqualTo(Authentication.NONE);
        identities.release(id, "c2");
    }

    @Test
    void anIdOfAUserIsReservedForNobodyElse() {
        Credential ada = credential("Ada");
        String agent = run + "ada";
        get(identities.claim(agent, ada));

        assertThat(refusal(() -> identities.reserve(agent, Credential.NONE, "c1")))
                .isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(refusal(() -> identities.reserve(agent, credential("Bob"), "c1")))
                .isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(get(identities.reserve(agent, ada, "c1"))).isEqualTo(Authentication.TOKEN);
        identities.release(agent, "c1");
    }

    @Test
    void sweepsWhatDeadGatewaysHeld() throws SQLException {
        String id = run + "left";
        lease("now() - interval '1 hour'");
        get(participants.reserve(id, null, elsewhere, "c9"));
        assertThat(get(participants.sweep(HERE))).isZero();
        update("UPDATE reservation SET since = now() - interval '2 minutes' WHERE participant_id = ?", id);

        get(participants.sweep(HERE));

        assertThat(text("SELECT count(*)::text FROM reservation WHERE participant_id = ?", id))
                .isEqualTo("0");
    }

    @Test
    void aUserThatIsNoLongerActiveIsRefusedOnceThatIsKnown() throws SQLException {
        UserRegistered ada = register("Ada");
        get(identities.authenticate(ada.apiKey()));
        update("UPDATE hub_user SET active = false WHERE id = ?", ada.user().userId());
        DirectoryChanged change =
                new DirectoryChanged(DirectoryChanged.Entity.USER, ada.user().userId());

        // Told until it is heard: the tail of the directory may still be on its way to the topic's end.
        await().atMost(Duration.ofSeconds(25)).untilAsserted(() -> {
            log.publish(Topics.HUB_DIRECTORY, change.key(), change);
            assertThat(refusal(() -> identities.authenticate(ada.apiKey()))).isEqualTo(HubError.AUTH_FAILED);
        });
    }

    private Credential credential(String name) {
        return new Credential(register(name).user().userId());
    }

    private UserRegistered register(String name) {
        Caller caller = new Caller(run + UUID.randomUUID(), "it", "it", Authentication.OPEN, null);
        return (UserRegistered) accounts.handle(caller, new UserCommand.RegisterUser(name))
                .toCompletableFuture()
                .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static <T> T get(Uni<T> answer) {
        return answer.await().atMost(LONG);
    }

    private void lease(String until) throws SQLException {
        update(
                "INSERT INTO gateway (id, lease_until) VALUES (?, " + until + ")"
                        + " ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until",
                elsewhere);
    }

    private void update(String sql, String argument) throws SQLException {
        try (Connection connection = postgres.connect(PostgresBackend.Role.HUB_GATEWAY)) {
            connection.setSchema("hub");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, argument);
                statement.executeUpdate();
            }
        }
    }

    private String text(String sql, String argument) throws SQLException {
        try (Connection connection = postgres.connect(PostgresBackend.Role.HUB_GATEWAY)) {
            connection.setSchema("hub");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, argument);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    return rows.getString(1);
                }
            }
        }
    }
}
