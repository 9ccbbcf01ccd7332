package io.clawhub.gateway.core.messages;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.ServiceCommand.RegisterService;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectoryAccess;
import io.clawhub.gateway.core.conversations.InMemoryConversationStore;
import io.clawhub.gateway.core.services.InMemoryServiceStore;
import io.clawhub.gateway.core.services.ServiceRegistry;
import io.clawhub.gateway.core.services.ServiceRegistryAccess;

import static io.clawhub.events.ConversationStatus.ACTIVE;
import static io.clawhub.events.ConversationStatus.ENDED;
import static io.clawhub.events.ConversationStatus.PENDING;
import static io.clawhub.events.ConversationStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MessageRouterTest {

    private static final String LOBBY = "ch_svc";
    private static final String DIRECT = Ids.directConversationId("p", "c");

    private final InMemoryConversationStore store = new InMemoryConversationStore();
    private final ServiceRegistry services = ServiceRegistryAccess.over(new InMemoryServiceStore());
    private final MessageRouter router = new MessageRouter(ConversationDirectoryAccess.over(store), services);

    @BeforeEach
    void registerService() {
        services.register(caller("p"), new RegisterService("svc", null, null, JsonNodeFactory.instance.objectNode()))
                .await()
                .indefinitely();
        store.conversations.put(
                LOBBY,
                new Conversation(
                        LOBBY, ConversationKind.SERVICE, "svc", List.of(new Member("p", Conversation.PROVIDER))));
    }

    @Test
    void anActiveChannelOfThePairGoesBeforeLobbyAndDirect() {
        channel("ch_1", ACTIVE, "svc", "c");

        assertThat(route("c", "p", null, null)).isEqualTo("ch_1");
        assertThat(route("p", "c", null, null)).isEqualTo("ch_1");
        assertThat(route("c", null, "svc", null)).isEqualTo("ch_1");
        assertThat(route("c", "p", "svc", null)).isEqualTo("ch_1");
        assertThat(route("p", "c", "svc", null)).isEqualTo("ch_1");
        assertThat(route("p", null, "svc", null)).isEqualTo("ch_1");
    }

    @Test
    void aGroupIsHeardByAllItsMembersTheSenderFirst() {
        List<Member> members = List.of(
                new Member("p", Conversation.MEMBER),
                new Member("c", Conversation.MEMBER),
                new Member("d", Conversation.MEMBER));
        store.conversations.put("gc_1", new Conversation("gc_1", ConversationKind.GROUP, null, members));

        Route route = router.load(
                        caller("c"),
                        new SendMessage("k", null, null, "gc_1", JsonNodeFactory.instance.textNode("hi"), false))
                .await()
                .indefinitely();

        assertThat(route.audience()).containsExactly("c", "p", "d");
    }

    @Test
    void aLargeGroupIsHeardByAllWithoutBeingNamed() {
        List<Member> members = IntStream.range(0, 257)
                .mapToObj(i -> new Member("m" + i, Conversation.MEMBER))
                .toList();
        store.conversations.put("gc_1", new Conversation("gc_1", ConversationKind.GROUP, null, members));

        Route route = router.load(
                        caller("m7"),
                        new SendMessage("k", null, null, "gc_1", JsonNodeFactory.instance.textNode("hi"), false))
                .await()
                .indefinitely();

        assertThat(route.audience()).isEmpty();
    }

    @Test
    void oneHearsOneselfInAConversationWithOneself() {
        store.conversations.put(
                "dc_1",
                new Conversation("dc_1", ConversationKind.DIRECT, null, List.of(new Member("c", Conversation.MEMBER))));

        Route route = router.load(
                        caller("c"),
                        new SendMessage("k", null, null, "dc_1", JsonNodeFactory.instance.textNode("hi"), false))
                .await()
                .indefinitely();

        assertThat(route.audience()).containsExactly("c");
    }

    @Test
    void aNamedServiceMeansAChannelOfThatService() {
        channel("ch_1", ACTIVE, "other", "c");

        assertThat(route("c", "p", "svc", null)).isEqualTo(LOBBY);
        assertThat(route("c", "p", "other", null)).isEqualTo("ch_1");
        assertThat(route("p", null, "other", null)).isEqualTo("ch_1");
        assertThat(route("c", "p", "label", null)).isEqualTo(DIRECT);
    }

    @Test
    void whatIsNotActiveIsUsedOnlyByName() {
        channel("ch_1", PENDING, "svc", "c");
        channel("ch_2", ENDED, "svc", "c");
        channel("ch_3", REJECTED, "svc", "c");

        assertThat(route("c", "p", null, null)).isEqualTo(DIRECT);
        assertThat(route("c", null, "svc", null)).isEqualTo(LOBBY);
        assertThat(route("c", null, null, "ch_1")).isEqualTo("ch_1");
        assertThat(refusal("c", null, null, "ch_2")).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal("p", "c", "svc", "ch_3")).isEqualTo(HubError.CHANNEL_ENDED);
        assertThat(refusal("stranger", null, null, "ch_1")).isEqualTo(HubError.NOT_A_PARTY);
    }

    @Test
    void aProviderWithSeveralConsumersMustNameOne() {
        channel("ch_1", ACTIVE, "svc", "c");
        channel("ch_2", ACTIVE, "svc", "d");

        assertThat(refusal("p", null, "svc", null)).isEqualTo(HubError.TARGET_REQUIRED);
        assertThat(route("p", "d", "svc", null)).isEqualTo("ch_2");
    }

    @Test
    void aServicesLobbyEndsWithIt() {
        assertThat(route("c", null, null, LOBBY)).isEqualTo(LOBBY);
        store.conversations.put(
                "ch_old",
                new Conversation(
                        "ch_old", ConversationKind.SERVICE, "svc", List.of(new Member("q", Conversation.PROVIDER))));

        assertThat(refusal("c", null, null, "ch_old")).isEqualTo(HubError.CHANNEL_ENDED);
    }

    @Test
    void aMessageCountsForTheServiceOfItsChannel() {
        channel("ch_1", ACTIVE, "svc", "c");

        Route route = load("c", command("p", null, null));

        assertThat(route.serviceId(command("p", null, null))).isEqualTo("svc");
        assertThat(load("c", command("x", "label", null)).serviceId(command("x", "label", null)))
                .isEqualTo("label");
    }

    @Test
    void pairsThatTalkNeedNoDatabase() {
        channel("ch_1", ACTIVE, "svc", "c");
        route("c", "p", null, null);
        route("c", "x", null, null);
        route("p", null, "svc", null);
        store.down = true;

        assertThat(remembered("c", command("p", null, null))).isEqualTo("ch_1");
        assertThat(remembered("p", command("c", null, null))).isEqualTo("ch_1");
        assertThat(remembered("p", command(null, "svc", null))).isEqualTo("ch_1");
        assertThat(remembered("x", command("c", null, null))).isEqualTo(Ids.directConversationId("c", "x"));
    }

    private void channel(String id, ConversationStatus status, String serviceId, String consumerId) {
        store.conversations.put(id, Conversation.channel(id, status, serviceId, "p", consumerId));
    }

    private String route(String senderId, String targetId, String serviceId, String conversationId) {
        return load(senderId, command(targetId, serviceId, conversationId))
                .conversation()
                .id();
    }

    private HubError refusal(String senderId, String targetId, String serviceId, String conversationId) {
        return catchThrowableOfType(
                        HubException.class, () -> load(senderId, command(targetId, serviceId, conversationId)))
                .error();
    }

    private Route load(String senderId, SendMessage command) {
        return router.load(caller(senderId), command).await().indefinitely();
    }

    private String remembered(String senderId, SendMessage command) {
        return router.remembered(caller(senderId), command).conversation().id();
    }

    private static SendMessage command(String targetId, String serviceId, String conversationId) {
        return new SendMessage(null, targetId, serviceId, conversationId, TextNode.valueOf("hi"), false);
    }

    private static Caller caller(String participantId) {
        return new Caller(participantId, "claw", "claw", Caller.Authentication.OPEN, null);
    }
}
