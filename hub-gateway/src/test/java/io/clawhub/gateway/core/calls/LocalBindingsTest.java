package io.clawhub.gateway.core.calls;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalBindingsTest {

    private final LocalBindings bindings = new LocalBindings();
    private final ClientConnection one = connection();
    private final ClientConnection two = connection();

    @Test
    void theNewestComesFirstAndRegisteringAgainMakesNewest() {
        Binding first = bindings.bind(one, "svc", 1, 1);
        bindings.bind(two, "svc", 1, 2);
        Binding again = bindings.bind(one, "svc", 1, 3);

        assertThat(bindings.newestFirst("svc")).extracting(Binding::connection).containsExactly(one, two);
        assertThat(again.connectionId()).isEqualTo(first.connectionId());
    }

    @Test
    void aClosedConnectionTakesAllItsBindingsAlong() {
        bindings.bind(one, "a", 1, 1);
        bindings.bind(one, "b", 1, 1);
        bindings.bind(two, "b", 1, 2);

        assertThat(bindings.unbind(one)).extracting(Binding::serviceId).containsExactlyInAnyOrder("a", "b");

        assertThat(bindings.offers("a")).isFalse();
        assertThat(bindings.all()).extracting(Binding::connection).containsExactly(two);
        assertThat(bindings.unbind(one)).isEmpty();
    }

    @Test
    void anEarlierLifeOfTheServiceIsOver() {
        bindings.bind(one, "svc", 1, 1);
        bindings.bind(two, "svc", 2, 2);

        assertThat(bindings.newestFirst("svc")).extracting(Binding::connection).containsExactly(two);
        bindings.keepOnly("svc", 2);
        assertThat(bindings.all()).hasSize(1);
        bindings.keepOnly("svc", null);
        assertThat(bindings.all()).isEmpty();
    }

    @Test
    void aConnectionOffersABoundedNumberOfServices() {
        for (int i = 0; i < LocalBindings.MAX_PER_CONNECTION; i++) {
            bindings.bind(one, "svc" + i, 1, i);
        }

        assertThatThrownBy(() -> bindings.bind(one, "one more", 1, 1)).isInstanceOf(HubException.class);
        bindings.bind(one, "svc0", 1, 1);
    }

    private static ClientConnection connection() {
        return TestClient.unregistered(new Caller("p", "test", "test", Caller.Authentication.OPEN, null))
                .connection();
    }
}
