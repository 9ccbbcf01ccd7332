package io.clawhub.gateway.core.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.events.archive.HistoryPage;
import io.clawhub.events.archive.ReplayPage;
import io.clawhub.events.archive.ReplayRequest;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.ReadHistory;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply.HistoryRead;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;
import io.clawhub.gateway.core.log.ChatEventTailAccess;
import io.clawhub.gateway.core.services.InMemoryServiceStore;
import io.clawhub.gateway.core.services.Registration;
import io.clawhub.gateway.core.services.ServiceRegistryAccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistoryServiceTest {

    private static final Caller CALLER = new Caller("c", "c", "test", Caller.Authentication.OPEN, null);
    private static final HistoryPage PAGE = new HistoryPage(List.of(), true);

    private final List<String> asked = new ArrayList<>();
    private final InMemoryConversationStore conversations = new InMemoryConversationStore();
    private final InMemoryServiceStore services = new InMemoryServiceStore();
    private final HistoryService history = new HistoryService(
            new Recorder(),
            ConversationDirectoryAccess.over(conversations),
            ServiceRegistryAccess.over(services),
            ChatEventTailAccess.idle());

    @Test
    void readsASessionByItself() {
        conversation("ch_1", ConversationKind.CHANNEL);

        HistoryRead read = read(new ReadHistory("ch_1", "ignored", null, 7));

        assertThat(asked).containsExactly("conversation ch_1 null null 7");
        assertThat(read).isEqualTo(new HistoryRead("ch_1", List.of(), true));
    }

    @Test
    void readsNoSessionOfOthers() {
        conversations.conversations.put(
                "ch_2",
                new Conversation("ch_2", ConversationKind.CHANNEL, "weather", List.of(new Member("p", "provider"))));

        assertThatThrownBy(() -> read(new ReadHistory("ch_2", null, null, 7)))
                .isInstanceOf(HubException.class)
                .extracting(refusal -> ((HubException) refusal).error())
                .isEqualTo(HubError.NOT_A_PARTY);
        assertThat(asked).isEmpty();
    }

    @Test
    void readsALobbyAsItsWholeService() {
        conversation("ch_lobby", ConversationKind.SERVICE);

        HistoryRead read = read(new ReadHistory("ch_lobby", null, null, 50));

        assertThat(asked).containsExactly("participant weather null null 50");
        assertThat(read.conversationId()).isEqualTo("ch_lobby");
    }

    @Test
    void leavesItToHistoryWhetherAnUnknownConversationHasMessages() {
        read(new ReadHistory("ch_unknown", null, null, 50));

        assertThat(asked).containsExactly("conversation ch_unknown null null 50");
    }

    @Test
    void readsAServiceRegisteredOrNotAndNamesItsLobby() {
        RegisterService weather = new RegisterService("weather", null, null, JsonNodeFactory.instance.objectNode());
        services.register(new Registration("p", "p", false, weather)).await().indefinitely();

        assertThat(read(new ReadHistory(null, "weather", null, 50)).conversationId())
                .isEqualTo("ch_weather");
        assertThat(read(new ReadHistory(null, "label", null, 50)).conversationId())
                .isNull();
        assertThat(asked).containsExactly("participant weather null null 50", "participant label null null 50");
    }

    @Test
    void readsEverythingOfWhoNamesNothing() {
        assertThat(read(new ReadHistory(null, null, " ", 3)).conversationId()).isNull();

        assertThat(asked).containsExactly("participant null null null 3");
    }

    @Test
    void passesOnWhereThePageEnds() {
        read(new ReadHistory(null, null, "msg_1", 1));
        read(new ReadHistory(null, null, "2026-11-21T00:49:55.396988+00:00", 1));
        read(new ReadHistory("dc_1", null, "2026-11-21T01:49:55+01:00", 1));
        read(new ReadHistory("dc_1", null, "2026-11-21", 1));

        assertThat(asked)
                .containsExactly(
                        "participant null msg_1 null 1",
                        "participant null null 2026-11-21T00:49:55.396988Z 1",
                        "conversation dc_1 null 2026-11-21T00:49:55Z 1",
                        "conversation dc_1 2026-11-21 null 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 257})
    void findsNothingBeforeWhatNoMessageIsCalled(int length) {
        String impossible = length == 0 ? "a\0b" : "x".repeat(length);

        HistoryRead read = read(new ReadHistory("dc_1", null, impossible, 1));

        assertThat(read).isEqualTo(new HistoryRead("dc_1", List.of(), false));
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesImpossibleIdsAndSaysWhenTheDirectoryIsAway() {
        conversations.down = true;

        assertRefused(new ReadHistory("", null, null, 1), HubError.INVALID_ID);
        assertRefused(new ReadHistory(null, "a\0", null, 1), HubError.INVALID_ID);
        assertRefused(new ReadHistory("ch_1", null, null, 1), HubError.DIRECTORY_UNAVAILABLE);
    }

    private void assertRefused(ReadHistory command, HubError error) {
        assertThatThrownBy(() -> read(command))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(error));
    }

    private HistoryRead read(ReadHistory command) {
        return history.read(CALLER, null, command).await().indefinitely();
    }

    private void conversation(String id, ConversationKind kind) {
        conversations.conversations.put(
                id,
                new Conversation(
                        id,
                        kind,
                        "weather",
                        List.of(new Member("p", Conversation.PROVIDER), new Member("c", "consumer"))));
    }

    private final class Recorder implements HistoryReader {

        @Override
        public Uni<ReplayPage> replay(ReplayRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<HistoryPage> ofConversation(
                String participantId, String conversationId, Before before, int limit, Map<Integer, Long> positions) {
            return page("conversation " + conversationId, before, limit);
        }

        @Override
        public Uni<HistoryPage> ofParticipant(
                String participantId, String serviceId, Before before, int limit, Map<Integer, Long> positions) {
            return page("participant " + serviceId, before, limit);
        }

        private Uni<HistoryPage> page(String what, Before before, int limit) {
            Instant time = before.time();
            asked.add(what + " " + before.messageId() + " " + time + " " + limit);
            return Uni.createFrom().item(PAGE);
        }
    }
}
