package io.clawhub.gateway.core.administration;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.CommandDispatcher;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupReply.ConversationRead;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Role;
import io.clawhub.gateway.core.administration.Administration.Change;
import io.clawhub.gateway.core.administration.Administration.Kind;
import io.clawhub.gateway.core.administration.Administration.Made;
import io.clawhub.gateway.core.audit.AuditEntry;
import io.clawhub.gateway.core.audit.AuditEntry.Actor;
import io.clawhub.gateway.core.audit.AuditLog;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.credentials.CredentialKind;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.testing.FrameSocket;
import io.clawhub.standalone.testing.InjectBackend;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Accounts, their credentials and what ends them, on PostgreSQL and Kafka. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@TestProfile(AdministrationIT.Quick.class)
class AdministrationIT {

    /** Passwords that need not be slow. */
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("hub.history.url", "http://127.0.0.1:1", "hub.accounts.password-rounds", "1000");
        }
    }

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Actor ACTOR = new Actor("u_it", "it", "127.0.0.1");
    private static final Change NONE = new Change(null, null, null, null, null);

    @TestHTTPResource("/")
    URI root;

    @InjectBackend
    PostgresBackend postgres;

    @Inject
    Administration administration;

    @Inject
    Logins logins;

    @Inject
    FirstAdministrator first;

    @Inject
    Identities identities;

    @Inject
    AccountDirectory directory;

    @Inject
    AuditLog audit;

    @Inject
    CommandDispatcher dispatcher;

    @Inject
    ChatEventTail tail;

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void awaitTheLog() {
        await().atMost(LONG).until(tail::isFollowing);
    }

    @Test
    void aNewTokenClosesWhatCameByTheOldOne() {
        Made agent = agent("bot");
        try (FrameSocket claw = claw(agent.secret());
                FrameSocket im = im(agent)) {
            assertThat(im.next()).contains("welcome");

            Made again = get(administration.resetToken(ACTOR, id(agent), null));

            assertThat(claw.closeCode()).isEqualTo(4010);
            assertThat(im.closeCode()).isEqualTo(4010);
            assertThat(refusal(identities.authenticate(agent.secret()))).isEqualTo(HubError.AUTH_FAILED);
            assertThat(get(identities.authenticate(again.secret())).participantId())
                    .isEqualTo(id(agent));
        }
    }

    @Test
    void anAgentThatIsRemovedIsGoneEverywhere() {
        Made agent = agent("bot");
        try (FrameSocket claw = claw(agent.secret())) {
            get(administration.delete(ACTOR, Kind.AGENT, id(agent)));

            assertThat(claw.closeCode()).isEqualTo(4010);
        }
        // What is remembered is read anew.
        await().atMost(LONG).until(() -> get(directory.find(id(agent))) == null);
        assertThat(directory.remembered(id(agent))).isNull();
        assertThat(refusal(identities.claim(id(agent), Identities.Credential.NONE)))
                .isEqualTo(HubError.AUTH_FAILED);
    }

    /** As by an act whose record got lost, or by the token's own time. */
    @Test
    void whatNoGatewayWasToldOfIsFoundWithinSeconds() throws SQLException {
        Made agent = agent("bot");
        try (FrameSocket claw = claw(agent.secret())) {
            sql("UPDATE credential SET valid_until = now() + interval '1 second' WHERE account_id = '" + id(agent)
                    + "'");

            await().atMost(Duration.ofSeconds(6)).until(() -> !claw.isOpen());
            assertThat(claw.closeCode()).isEqualTo(4010);
        }
        assertThat(refusal(identities.authenticate(agent.secret()))).isEqualTo(HubError.AUTH_FAILED);
    }

    @Test
    void aTokenSpeaksAsItsAgentAndAsNobodyElse() {
        Made agent = agent("bot");
        Identities.Credential credential = get(identities.authenticate(agent.secret()));

        assertThat(get(identities.claim(id(agent), credential))).isEqualTo(Caller.Authentication.TOKEN);
        assertThat(refusal(identities.claim(run + "somebody", credential))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(refusal(identities.claim(id(agent), new Identities.Credential("another user"))))
                .isEqualTo(HubError.AUTH_FAILED);
        assertThat(refusal(identities.reserve(id(agent), Identities.Credential.NONE, "c")))
                .isEqualTo(HubError.AUTH_FAILED);
        assertThatThrownBy(() -> FrameSocket.connect(
                        ws("/"), Map.of("X-Agent-Id", run, "Authorization", "Bearer " + agent.secret())))
                .hasStackTraceContaining("401");
    }

    @Test
    void onlyHashesAreKept() throws SQLException {
        Made agent = agent("bot");
        person("ada", "secret password");

        String everything = rows("SELECT c::text FROM credential c UNION ALL SELECT p::text FROM password p"
                + " UNION ALL SELECT a::text FROM audit a");

        assertThat(everything)
                .contains(id(agent))
                .doesNotContain(agent.secret())
                .doesNotContain("secret password");
    }

    @Test
    void thereIsOneNamespaceOfNames() {
        agent("Bot");

        assertThat(refusal(administration.createAgent(ACTOR, run + "bot", null, null, null, null)))
                .isEqualTo(HubError.CONFLICT);
        assertThat(refusal(administration.createPerson(ACTOR, run + "BOT", null, Role.USER, null)))
                .isEqualTo(HubError.CONFLICT);
    }

    @Test
    void ofManyWhoTakeANameAtOnceOneGetsIt() {
        List<Uni<String>> all = IntStream.range(0, 8)
                .mapToObj(i -> administration
                        .createAgent(ACTOR, run + "same", null, null, null, null)
                        .map(made -> "made")
                        .onFailure()
                        .recoverWithItem(
                                failure -> HubException.of(failure).error().name()))
                .toList();

        List<String> answers = get(Uni.join().all(all).andFailFast());

        assertThat(answers).filteredOn("made"::equals).hasSize(1);
        assertThat(answers).filteredOn("CONFLICT"::equals).hasSize(7);
    }

    @Test
    void aNewPasswordEndsTheSessions() {
        Account ada = person("ada", "old password").account();
        String session = login("ada", "old password");
        assertThat(proves(session)).isTrue();

        get(administration.edit(
                ACTOR, Kind.PERSON, ada.participantId(), new Change(null, null, null, null, "new password")));

        assertThat(proves(session)).isFalse();
        assertThat(refusal(logins.login(run + "ada", "old password", run))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(proves(login("ada", "new password"))).isTrue();
    }

    @Test
    void anOwnNewPasswordKeepsTheOwnSession() {
        Account ada = person("ada", "old password").account();
        String here = login("ada", "old password");
        String elsewhere = login("ada", "old password");
        Identities.Credential me = get(identities.authenticate(CredentialKind.SESSION, here, null));

        assertThat(refusal(logins.changePassword(ada, me.credentialId(), "wrong", "new password", run)))
                .isEqualTo(HubError.AUTH_FAILED);
        get(logins.changePassword(ada, me.credentialId(), "old password", "new password", run));

        assertThat(proves(here)).isTrue();
        assertThat(proves(elsewhere)).isFalse();
    }

    @Test
    void wrongPasswordsAreCountedWhoeverIsMeant() {
        agent("bot");
        for (String name : List.of(run + "nobody", run + "bot", run + "\u0000")) {
            assertThat(refusal(logins.login(name, "password", run + name))).isEqualTo(HubError.AUTH_FAILED);
            for (int i = 1; i < Lockouts.MAX_IN_A_ROW; i++) {
                get(logins.login(name, "password", run + name + i).onFailure().recoverWithNull());
            }
            assertThat(refusal(logins.login(name, "password", run + name + "x")))
                    .isEqualTo(HubError.RATE_LIMITED);
        }
    }

    @Test
    void thereIsAlwaysAnAdministrator() throws SQLException {
        sql("UPDATE account SET role = 'user' WHERE role = 'admin'");
        get(Uni.join()
                .all(IntStream.range(0, 5).mapToObj(i -> first.ensure()).toList())
                .andFailFast());

        List<Account> administrators =
                get(directory.all()).stream().filter(Account::isAdministrator).toList();
        assertThat(administrators).hasSize(1);

        String only = administrators.getFirst().participantId();
        assertThat(refusal(administration.delete(ACTOR, Kind.PERSON, only))).isEqualTo(HubError.CONFLICT);
        assertThat(refusal(
                        administration.edit(ACTOR, Kind.PERSON, only, new Change(null, null, null, Role.USER, null))))
                .isEqualTo(HubError.CONFLICT);

        get(administration.createPerson(ACTOR, run + "second", null, Role.ADMIN, null));
        get(administration.delete(ACTOR, Kind.PERSON, only));
    }

    @Test
    void aPersonIsNoAgentAndTheOtherWayRound() {
        String person = person("ada", "password").account().participantId();
        String agent = id(agent("bot"));

        assertThat(refusal(administration.delete(ACTOR, Kind.AGENT, person))).isEqualTo(HubError.USER_NOT_FOUND);
        assertThat(refusal(administration.resetToken(ACTOR, person, null))).isEqualTo(HubError.USER_NOT_FOUND);
        assertThat(refusal(administration.edit(ACTOR, Kind.PERSON, agent, NONE)))
                .isEqualTo(HubError.USER_NOT_FOUND);
    }

    @Test
    void aRemovedOwnersGroupsPassToTheNextMember() {
        String owner = id(agent("owner"));
        String next = id(agent("next"));
        Caller caller = new Caller(owner, "it", "it", Caller.Authentication.TOKEN, null);
        Conversation group = ((ConversationRead)
                        get(dispatcher.ask(caller, new GroupCommand.CreateGroup(null, "ours", List.of(next)))))
                .conversation();

        get(administration.delete(ACTOR, Kind.AGENT, owner));

        Caller heir = new Caller(next, "it", "it", Caller.Authentication.TOKEN, null);
        Conversation left =
                ((ConversationRead) get(dispatcher.ask(heir, new GroupCommand.ReadMembers(group.id())))).conversation();
        assertThat(left.hasMember(owner)).isFalse();
        assertThat(left.inRole(Conversation.OWNER)).isEqualTo(next);
    }

    @Test
    void everyActIsInTheAudit() {
        String agent = id(agent("bot"));
        get(administration.edit(ACTOR, Kind.AGENT, agent, new Change("Bot", null, "helps", null, null)));
        get(administration.resetToken(ACTOR, agent, Duration.ofDays(1)));
        get(administration.endCredentials(ACTOR, Kind.AGENT, agent));
        get(administration.delete(ACTOR, Kind.AGENT, agent));

        List<AuditEntry> acts = get(audit.list(AuditLog.MAX_LISTED, Long.MAX_VALUE)).stream()
                .filter(entry -> entry.subjectId().equals(agent))
                .toList();

        assertThat(acts.stream().map(AuditEntry::act))
                .containsExactly("agent.delete", "agent.revoke", "agent.reset-token", "agent.edit", "agent.create");
        assertThat(acts)
                .allMatch(entry ->
                        entry.actor().equals(ACTOR) && entry.subjectName().equals(run + "bot"));
        assertThat(acts.get(3).details()).isEqualTo("display_name description");
    }

    @Test
    void accountsAreListedPageByPage() {
        String first = id(agent("a"));
        agent("b");
        agent("c");
        Account start = get(directory.find(first));

        assertThat(get(directory.list(1, start)).stream().map(Account::username))
                .containsExactly(run + "b");
        assertThat(get(directory.list(9, start)).stream().map(Account::username))
                .containsExactly(run + "b", run + "c");
    }

    @Test
    void whatIsRememberedFollowsChanges() {
        String agent = id(agent("bot"));
        assertThat(get(directory.findAll(List.of(agent, "nobody", agent)))).containsOnlyKeys(agent);

        get(administration.edit(ACTOR, Kind.AGENT, agent, new Change("Renamed", null, null, null, null)));

        await().atMost(Duration.ofSeconds(2))
                .until(() -> directory.remembered(agent).displayName().equals("Renamed"));
        assertThat(get(directory.find(agent)).displayName()).isEqualTo("Renamed");
    }

    private Made agent(String name) {
        return get(administration.createAgent(ACTOR, run + name, null, null, null, null));
    }

    private Made person(String name, String password) {
        return get(administration.createPerson(ACTOR, run + name, null, Role.USER, password));
    }

    private String login(String name, String password) {
        return get(logins.login(run + name, password, run)).secret();
    }

    private boolean proves(String session) {
        return get(identities
                .authenticate(CredentialKind.SESSION, session, null)
                .map(proved -> true)
                .onFailure()
                .recoverWithItem(false));
    }

    private static String id(Made made) {
        return made.account().participantId();
    }

    private String ws(String path) {
        return "ws://" + root.getAuthority() + path;
    }

    /** Once it has an answer it is known who it is. */
    private FrameSocket claw(String token) {
        FrameSocket socket = FrameSocket.connect(ws("/"), Map.of("Authorization", "Bearer " + token));
        socket.send("{\"type\":\"whoami\",\"request_id\":\"1\"}");
        assertThat(socket.next()).contains("u_");
        return socket;
    }

    private FrameSocket im(Made agent) {
        return FrameSocket.connect(ws("/im/v1/ws"), Map.of("X-API-Key", agent.secret()))
                .send("{\"t\":\"hello\",\"v\":1,\"agent_id\":\"" + id(agent) + "\",\"client_id\":\"c\"}");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = postgres.connect(PostgresBackend.Role.HUB_GATEWAY)) {
            connection.setSchema("hub");
            try (Statement run = connection.createStatement()) {
                run.executeUpdate(statement);
            }
        }
    }

    private String rows(String query) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = postgres.connect(PostgresBackend.Role.HUB_GATEWAY)) {
            connection.setSchema("hub");
            try (Statement statement = connection.createStatement();
                    var found = statement.executeQuery(query)) {
                while (found.next()) {
                    all.append(found.getString(1)).append('\n');
                }
            }
        }
        return all.toString();
    }

    private static HubError refusal(Uni<?> answer) {
        return catchThrowableOfType(HubException.class, () -> get(answer)).error();
    }

    private static <T> T get(Uni<T> answer) {
        return answer.await().atMost(LONG);
    }
}
