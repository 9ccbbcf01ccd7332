package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply.UserAuthenticated;
import io.clawhub.gateway.core.UserReply.UserRegistered;
import io.clawhub.gateway.core.UserReply.UsersListed;

import static io.clawhub.gateway.core.accounts.AccountsFixture.await;
import static io.clawhub.gateway.core.accounts.AccountsFixture.caller;
import static io.clawhub.gateway.core.accounts.AccountsFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class AccountsTest {

    private static final Duration LONG = Duration.ofSeconds(31);
    private static final String WRONG = "ush_" + "0".repeat(64);

    private final AccountsFixture hub = new AccountsFixture(Map.of());

    @Test
    void aNewUserCanAuthenticate() {
        UserRegistered ada = hub.register("Ada");

        assertThat(ada.user().userId()).matches("[0-9a-f]{12}");
        assertThat(ada.apiKey()).matches("ush_[0-9a-f]{64}");
        assertThat(ask(null, new UserCommand.AuthenticateUser(ada.apiKey())))
                .isEqualTo(new UserAuthenticated(ada.user()));
        assertThat(await(hub.identities.authenticate(ada.apiKey())).userId())
                .isEqualTo(ada.user().userId());
    }

    @Test
    void refusesWhatIsNoKey() {
        for (String key :
                new String[] {null, "", "ush_", WRONG, WRONG.toUpperCase(java.util.Locale.ROOT), "x".repeat(1_000_000)
                }) {
            assertThat(refusal(() -> hub.identities.authenticate(key))).isEqualTo(HubError.AUTH_FAILED);
        }
        // Only the one that could be a key was looked for.
        assertThat(hub.users.asked).isEqualTo(1);
    }

    @Test
    void guessingEndsAtTheLimit() {
        UserRegistered known = hub.register("known");
        UserRegistered unknown = hub.register("unknown");
        await(hub.identities.authenticate(known.apiKey(), "remote"));
        for (int i = 0; i < Authenticator.MAX_FAILURES_A_MINUTE; i++) {
            assertThat(refusal(() -> hub.identities.authenticate(WRONG, "remote")))
                    .isEqualTo(HubError.AUTH_FAILED);
        }

        assertThat(refusal(() -> hub.identities.authenticate(WRONG, "remote"))).isEqualTo(HubError.RATE_LIMITED);
        assertThat(refusal(() -> hub.identities.authenticate(unknown.apiKey(), "remote")))
                .isEqualTo(HubError.RATE_LIMITED);
        // Whoever is known is not shut out by a neighbour, nor is anybody elsewhere.
        await(hub.identities.authenticate(known.apiKey(), "remote"));
        await(hub.identities.authenticate(unknown.apiKey(), "elsewhere"));
        hub.pass(Duration.ofSeconds(61));
        assertThat(refusal(() -> hub.identities.authenticate(WRONG, "remote"))).isEqualTo(HubError.AUTH_FAILED);
    }

    @Test
    void believesAKeyForAWhileAndWhileTheDirectoryIsAway() {
        UserRegistered ada = hub.register("Ada");
        UserRegistered bob = hub.register("Bob");
        await(hub.identities.authenticate(ada.apiKey()));
        await(hub.identities.authenticate(ada.apiKey()));
        assertThat(hub.users.asked).isEqualTo(1);

        hub.pass(LONG);
        hub.users.away = true;

        await(hub.identities.authenticate(ada.apiKey()));
        assertThat(refusal(() -> hub.identities.authenticate(bob.apiKey()))).isEqualTo(HubError.DIRECTORY_UNAVAILABLE);
    }

    @Test
    void aUserThatIsNoLongerActiveIsRefusedAtOnceWhenToldAndSoonOtherwise() {
        UserRegistered ada = hub.register("Ada");
        UserRegistered bob = hub.register("Bob");
        await(hub.identities.authenticate(ada.apiKey()));
        await(hub.identities.authenticate(bob.apiKey()));
        hub.users.deactivate(ada.user().userId());
        hub.users.deactivate(bob.user().userId());

        hub.accounts.forget(ada.user().userId());
        assertThat(refusal(() -> hub.identities.authenticate(ada.apiKey()))).isEqualTo(HubError.AUTH_FAILED);
        hub.pass(LONG);
        assertThat(refusal(() -> hub.identities.authenticate(bob.apiKey()))).isEqualTo(HubError.AUTH_FAILED);
    }

    @Test
    void onlyUsersSeeUsers() {
        UserRegistered ada = hub.register("Ada");
        String adaId = ada.user().userId();

        assertThat(refusal(() -> asked(null, new UserCommand.ListUsers()))).isEqualTo(HubError.AUTH_REQUIRED);
        assertThat(refusal(() -> asked(null, new UserCommand.ReadUser(adaId)))).isEqualTo(HubError.AUTH_REQUIRED);
        assertThat(((UsersListed) ask(adaId, new UserCommand.ListUsers())).users())
                .containsExactly(ada.user());
        assertThat(((UsersListed) ask(adaId, new UserCommand.ReadUser(adaId))).users())
                .containsExactly(ada.user());
        assertThat(refusal(() -> asked(adaId, new UserCommand.ReadUser("nobody"))))
                .isEqualTo(HubError.USER_NOT_FOUND);
        assertThat(refusal(() -> asked(adaId, new UserCommand.ReadUser("a\0b"))))
                .isEqualTo(HubError.INVALID_ID);
    }

    @Test
    void namesMustBeText() {
        assertThat(refusal(() -> asked(null, new UserCommand.RegisterUser(null))))
                .isEqualTo(HubError.MISSING_FIELDS);
        assertThat(refusal(() -> asked(null, new UserCommand.RegisterUser(" "))))
                .isEqualTo(HubError.MISSING_FIELDS);
        assertThat(refusal(() -> asked(null, new UserCommand.RegisterUser("n".repeat(129)))))
                .isEqualTo(HubError.MISSING_FIELDS);
        assertThat(refusal(() -> asked(null, new UserCommand.RegisterUser("a\0b"))))
                .isEqualTo(HubError.INVALID_TEXT);
        assertThat(refusal(() -> asked(null, new UserCommand.RegisterUser("\ud83d"))))
                .isEqualTo(HubError.INVALID_TEXT);
        assertThat(hub.register("n".repeat(128)).user().active()).isTrue();
    }

    @Test
    void registrationFollowsTheModeUnlessItIsSet() {
        UserCommand register = new UserCommand.RegisterUser("Ada");
        AccountsFixture token = new AccountsFixture(Map.of("hub.auth.mode", "token"));
        AccountsFixture opened = new AccountsFixture(Map.of("hub.auth.mode", "token", "hub.auth.registration", "open"));
        AccountsFixture closed = new AccountsFixture(Map.of("hub.auth.registration", "users"));

        assertThat(refusal(() -> asked(token, null, register))).isEqualTo(HubError.AUTH_REQUIRED);
        assertThat(await(asked(token, "user", register))).isInstanceOf(UserRegistered.class);
        assertThat(await(asked(opened, null, register))).isInstanceOf(UserRegistered.class);
        assertThat(refusal(() -> asked(closed, null, register))).isEqualTo(HubError.AUTH_REQUIRED);
    }

    @Test
    void registrationsAreLimited() {
        for (int i = 0; i < Accounts.MAX_REGISTRATIONS_A_MINUTE; i++) {
            hub.register("n" + i);
        }

        assertThat(refusal(() -> asked(null, new UserCommand.RegisterUser("one more"))))
                .isEqualTo(HubError.RATE_LIMITED);
    }

    private Object ask(String userId, UserCommand command) {
        return await(asked(userId, command));
    }

    private Uni<?> asked(String userId, UserCommand command) {
        return asked(hub, userId, command);
    }

    private static Uni<?> asked(AccountsFixture hub, String userId, UserCommand command) {
        return Uni.createFrom().completionStage(() -> hub.accounts.handle(caller(userId), command));
    }
}
