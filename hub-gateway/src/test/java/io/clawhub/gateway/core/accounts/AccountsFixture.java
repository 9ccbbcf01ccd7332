package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.Topics;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.TestConfig;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.UserCommand;
import io.clawhub.gateway.core.UserReply.UserRegistered;
import io.clawhub.gateway.core.log.EventLog;
import io.clawhub.gateway.core.log.LogPosition;

/** The room on stores in memory and a clock that the test sets. */
final class AccountsFixture {

    static final String GATEWAY = "here";

    final InMemoryUserStore users = new InMemoryUserStore();
    final InMemoryParticipantStore participants = new InMemoryParticipantStore();
    final Set<String> connectedByName = new HashSet<>();
    final List<Object> published = new ArrayList<>();
    final Authenticator authenticator;
    final Reservations reservations;
    final Identities identities;
    final Accounts accounts;
    private long nanos;

    AccountsFixture(Map<String, String> settings) {
        GatewayConfig config = TestConfig.with(settings);
        authenticator = new Authenticator(users, new SimpleMeterRegistry(), () -> nanos);
        Owners owners = new Owners(participants, new Published(), GATEWAY, () -> nanos);
        reservations = new Reservations(participants, GATEWAY, connectedByName::contains);
        // Sessions and tokens are tested where they are kept, in PostgreSQL.
        identities = new Identities(authenticator, null, owners, reservations, config);
        accounts = new Accounts(users, authenticator, owners, config);
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    UserRegistered register(String name) {
        return (UserRegistered) accounts.handle(caller(null), new UserCommand.RegisterUser(name))
                .toCompletableFuture()
                .join();
    }

    static Caller caller(String userId) {
        return new Caller("somebody", "test", "test", Caller.Authentication.OPEN, userId);
    }

    static <T> T await(Uni<T> answer) {
        return answer.await().atMost(Duration.ofSeconds(5));
    }

    /** Why it is refused. */
    static HubError refusal(Supplier<Uni<?>> question) {
        try {
            Object answer = question.get().await().atMost(Duration.ofSeconds(5));
            throw new AssertionError("not refused: " + answer);
        } catch (HubException refusal) {
            return refusal.error();
        } catch (CompletionException failure) {
            return HubException.of(failure.getCause()).error();
        }
    }

    private final class Published implements EventLog {
        @Override
        public CompletableFuture<LogPosition> append(ChatEvent event, String receiptTo) {
            throw new AssertionError("accounts say nothing");
        }

        @Override
        public void publish(Topics topic, String key, Object record) {
            published.add(record);
        }

        @Override
        public boolean isConfirming() {
            return true;
        }
    }
}
