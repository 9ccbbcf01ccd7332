package io.clawhub.gateway.core.services;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.log.InMemoryEventLog;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceRegistryTest {

    private final InMemoryServiceStore store = new InMemoryServiceStore();
    private final InMemoryEventLog log = new InMemoryEventLog();
    private final ServiceRegistry registry = ServiceRegistryAccess.over(store, log);

    @Test
    void tellsEveryGatewayOfARegistrationAndRemembersItsOwn() {
        registry.register(caller("owner", null), registration("svc")).await().indefinitely();

        assertThat(log.published).isEqualTo(List.of(new DirectoryChanged(DirectoryChanged.Entity.SERVICE, "svc")));
        assertThat(registry.remembered("svc").orElseThrow().ownerId()).isEqualTo("owner");
        assertThat(store.asked).isZero();
    }

    @Test
    void forgetsWhatAnotherGatewayChanged() {
        registry.register(caller("owner", null), registration("svc")).await().indefinitely();

        registry.forget("svc");

        assertThat(registry.remembered("svc")).isNull();
    }

    @Test
    void doesNotRememberWhatWasReadBeforeAChange() {
        store.services.put("svc", new RegisteredService("svc", "owner", "ch_1"));
        ServiceRegistry[] raced = new ServiceRegistry[1];
        // The change arrives between the read and its answer.
        raced[0] = ServiceRegistryAccess.over(new ForgettingStore(store, () -> raced[0].forget("svc")), log);

        raced[0].find("svc").await().indefinitely();
        registry.find("svc").await().indefinitely();

        assertThat(raced[0].remembered("svc")).isNull();
        assertThat(registry.remembered("svc")).isPresent();
    }

    @Test
    void goesOnWithWhatItKnowsWhileTheStoreIsDown() {
        registry.register(caller("owner", null), registration("svc")).await().indefinitely();
        store.down = true;

        assertThat(registry.find("svc").await().indefinitely()).isPresent();
        assertThat(refusal(registry.find("other"))).isEqualTo(HubError.DIRECTORY_UNAVAILABLE);
    }

    @Test
    void letsInTheOwnerAndThoseOnTheListOnly() {
        store.services.put("svc", new RegisteredService("svc", "owner", "ch_1", 1, true, Set.of("u1")));

        registry.checkAccess(caller("owner", null), "svc").await().indefinitely();
        registry.checkAccess(caller("friend", "u1"), "svc").await().indefinitely();

        assertThat(refusal(registry.checkAccess(caller("u1", null), "svc"))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(refusal(registry.checkAccess(caller("x", "u2"), "svc"))).isEqualTo(HubError.ACCESS_DENIED);
        assertThat(refusal(registry.checkAccess(caller("x", "u1"), "none"))).isEqualTo(HubError.SERVICE_NOT_FOUND);
    }

    private static RegisterService registration(String serviceId) {
        return new RegisterService(serviceId, null, null, JsonNodeFactory.instance.objectNode());
    }

    private static Caller caller(String id, String userId) {
        return new Caller(id, "test", "test", Caller.Authentication.OPEN, userId);
    }

    private static HubError refusal(Uni<?> answer) {
        try {
            answer.await().indefinitely();
        } catch (HubException refusal) {
            return refusal.error();
        }
        throw new AssertionError("not refused");
    }

    /** Runs something between a read and its answer. */
    private record ForgettingStore(InMemoryServiceStore store, Runnable meanwhile) implements ServiceStore {

        @Override
        public Uni<RegisteredService> find(String serviceId) {
            return store.find(serviceId).invoke(meanwhile);
        }

        @Override
        public Uni<RegisteredService> register(Registration registration) {
            return store.register(registration);
        }

        @Override
        public Uni<KeyPolicy> keyPolicy(String serviceId) {
            return store.keyPolicy(serviceId);
        }

        @Override
        public Uni<Boolean> isParticipant(String participantId) {
            return store.isParticipant(participantId);
        }

        @Override
        public Uni<Boolean> actsFor(String participantId, String serviceId) {
            return store.actsFor(participantId, serviceId);
        }
    }
}
