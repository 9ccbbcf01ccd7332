package io.clawhub.gateway.core.accounts;

import java.util.List;
import java.util.concurrent.CompletionStage;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.GatewayConfig.Auth;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.Secrets;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply.UserAuthenticated;
import io.clawhub.gateway.core.UserReply.UserRegistered;
import io.clawhub.gateway.core.UserReply.UsersListed;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Users and their API keys. Only users may see users. */
@ApplicationScoped
public class Accounts {

    static final int MAX_REGISTRATIONS_A_MINUTE = 60;
    static final int MAX_NAME_LENGTH = 128;

    private static final int USER_ID_DIGITS = 12;
    private static final int MAX_LISTED = 1_000;

    private final UserStore store;
    private final Authenticator authenticator;
    private final Owners owners;
    private final Auth.Registration registration;
    private final Attempts registrations = new Attempts(MAX_REGISTRATIONS_A_MINUTE, System::nanoTime);

    Accounts(UserStore store, Authenticator authenticator, Owners owners, GatewayConfig config) {
        this.store = store;
        this.authenticator = authenticator;
        this.owners = owners;
        this.registration = config.auth()
                .registration()
                .orElse(config.auth().mode() == Auth.Mode.OPEN ? Auth.Registration.OPEN : Auth.Registration.USERS);
    }

    /**
     * Carries out a command. A failed authentication counts against the caller's participant id, so a caller without an
     * identity should carry where it comes from in its place.
     */
    public CompletionStage<? extends Reply> handle(Caller caller, UserCommand command) {
        return answer(caller, command).subscribeAsCompletionStage();
    }

    /** Another gateway changed a user or a participant. */
    public void forget(String id) {
        authenticator.forget(id);
        owners.forget(id);
    }

    private Uni<? extends Reply> answer(Caller caller, UserCommand command) {
        return switch (command) {
            case UserCommand.RegisterUser register -> register(caller, register.name());
            case UserCommand.AuthenticateUser authenticate ->
                authenticator
                        .authenticate(authenticate.apiKey(), "agent:" + caller.participantId())
                        .map(UserAuthenticated::new);
            case UserCommand.ListUsers list -> {
                requireUser(caller);
                yield store.list(MAX_LISTED).map(UsersListed::new);
            }
            case UserCommand.ReadUser read -> {
                requireUser(caller);
                yield read(read.userId());
            }
        };
    }

    private Uni<UserRegistered> register(Caller caller, String name) {
        if (registration == Auth.Registration.USERS) {
            requireUser(caller);
        }
        checkName(name);
        if (registrations.areUsedUp(caller.participantId())) {
            throw new HubException(HubError.RATE_LIMITED, "too many registrations, try again in a minute");
        }
        registrations.count(caller.participantId());
        String apiKey = ApiKeys.fresh();
        User user = new User(Ids.fresh("", USER_ID_DIGITS), name, DatabaseContext.now(), true);
        return store.add(user, Secrets.hash(apiKey)).replaceWith(() -> new UserRegistered(user, apiKey));
    }

    private Uni<UsersListed> read(String userId) {
        if (userId == null) {
            throw new HubException(HubError.MISSING_FIELDS, "user_id is needed");
        }
        return store.find(Ids.checked(userId, "user_id"))
                .onItem()
                .ifNull()
                .failWith(() -> new HubException(HubError.USER_NOT_FOUND, "no such user"))
                .map(user -> new UsersListed(List.of(user)));
    }

    private static void requireUser(Caller caller) {
        if (caller.userId() == null) {
            throw new HubException(HubError.AUTH_REQUIRED, "an API key is needed");
        }
    }

    private static void checkName(String name) {
        if (name == null || name.isBlank()) {
            throw new HubException(HubError.MISSING_FIELDS, "name is needed");
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw new HubException(HubError.MISSING_FIELDS, "name must have 1 to " + MAX_NAME_LENGTH + " characters");
        }
        try {
            Ids.checked(name, "name");
        } catch (HubException unusable) {
            throw new HubException(HubError.INVALID_TEXT, "name must not hold control characters");
        }
    }
}
