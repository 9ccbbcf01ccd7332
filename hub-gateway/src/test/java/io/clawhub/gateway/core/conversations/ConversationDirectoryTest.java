package io.clawhub.gateway.core.conversations;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;

import static io.clawhub.events.ConversationStatus.ACTIVE;
import static io.clawhub.events.ConversationStatus.ENDED;
import static io.clawhub.events.ConversationStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

class ConversationDirectoryTest {

    private final CompletableFuture<Void> slow = new CompletableFuture<>();
    private final InMemoryConversationStore store = new InMemoryConversationStore();
    private final ConversationDirectory directory = new ConversationDirectory(store);

    @Test
    void keepsAPairsChannelsTrueByTheLog() {
        assertThat(directory.rememberedChannels("c", "p")).isNull();
        load();
        assertThat(directory.rememberedChannels("c", "p")).isEmpty();

        change("ch_1", "svc", PENDING);
        change("ch_1", "svc", ACTIVE);
        change("ch_2", null, ACTIVE);
        change("ch_2", null, ACTIVE);
        assertThat(ids()).containsExactly("ch_2", "ch_1");
        assertThat(directory.remembered("ch_1").status()).isEqualTo(ACTIVE);

        change("ch_2", null, ENDED);
        assertThat(ids()).containsExactly("ch_1");
        assertThat(directory.remembered("ch_2").status()).isEqualTo(ENDED);
    }

    @Test
    void whatThisGatewayKnowsAlreadyIsNotUndoneByOlderNews() {
        load();
        change("ch_1", "svc", ACTIVE);
        change("ch_1", "svc", ENDED);

        change("ch_1", "svc", PENDING);
        change("ch_1", "svc", ACTIVE);

        assertThat(ids()).isEmpty();
        assertThat(directory.remembered("ch_1").status()).isEqualTo(ENDED);
    }

    @Test
    void whatWasReadWhileItChangedIsNotRemembered() {
        ConversationDirectory late = new ConversationDirectory(new SlowStore());
        var channels = late.activeChannels("p", "c").subscribeAsCompletionStage();
        var found = late.find("ch_1").subscribeAsCompletionStage();

        late.changed(change(ENDED));
        slow.complete(null);

        assertThat(channels).isCompletedWithValueMatching(List::isEmpty);
        assertThat(found).isCompleted();
        assertThat(late.rememberedChannels("p", "c")).isNull();
        assertThat(late.remembered("ch_1")).isNull();
    }

    @Test
    void aProvidersOnlyChannelIsForgottenWhenItMayNotBeTheOnlyOneAnyMore() {
        directory.activeChannelsOf("p", "svc").await().indefinitely();
        change("ch_1", "svc", ACTIVE);
        assertThat(directory.rememberedChannelsOf("p", "svc")).hasSize(1);
        change("ch_2", "svc", ACTIVE);
        change("ch_3", "svc", ACTIVE);
        assertThat(directory.rememberedChannelsOf("p", "svc")).hasSize(2);

        change("ch_3", "svc", ENDED);

        assertThat(directory.rememberedChannelsOf("p", "svc")).isNull();
    }

    /** Answers when told to, with what was true when it was asked. */
    private final class SlowStore implements ConversationStore {
        @Override
        public Uni<Conversation> find(String conversationId) {
            return later(Conversation.channel(conversationId, ACTIVE, "svc", "p", "c"));
        }

        @Override
        public Uni<Void> open(Conversation conversation) {
            return later(null);
        }

        @Override
        public Uni<List<Conversation>> activeChannels(String one, String other) {
            return later(List.of());
        }

        @Override
        public Uni<List<Conversation>> activeChannelsOf(String providerId, String serviceId) {
            return later(List.of());
        }

        private <T> Uni<T> later(T answer) {
            return Uni.createFrom().completionStage(() -> slow.thenApply(done -> answer));
        }
    }

    private void load() {
        directory.activeChannels("p", "c").await().indefinitely();
    }

    private List<String> ids() {
        return directory.rememberedChannels("c", "p").stream()
                .map(Conversation::id)
                .toList();
    }

    private void change(String id, String serviceId, ConversationStatus status) {
        directory.changed(new ConversationChanged(
                "chg_" + id + status,
                id,
                ConversationKind.CHANNEL,
                status,
                serviceId,
                Conversation.channel(id, status, serviceId, "p", "c").members(),
                null,
                null,
                null,
                Instant.EPOCH));
    }

    private static ConversationChanged change(ConversationStatus status) {
        return new ConversationChanged(
                "chg",
                "ch_1",
                ConversationKind.CHANNEL,
                status,
                "svc",
                Conversation.channel("ch_1", status, "svc", "p", "c").members(),
                null,
                null,
                null,
                Instant.EPOCH);
    }
}
