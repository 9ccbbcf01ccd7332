package io.clawhub.client.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.message.Status;

import static io.clawhub.client.store.MessageStoreContract.MINUTE;
import static io.clawhub.client.store.MessageStoreContract.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Each opens the other's workspace. */
class PythonWorkspaceTest {

    private static final Path SCRIPT =
            Path.of("src/test/resources/workspace.py").toAbsolutePath();

    @TempDir
    Path directory;

    @BeforeEach
    void python() {
        assumeTrue(Child.hasPython(), "no python3 here");
    }

    @Test
    void javaOpensWhatPythonWrote() throws Exception {
        try (Child python = Child.python(SCRIPT, "write", directory.toString())) {
            python.lines(line -> {});
            python.await();
        }
        try (WorkspaceStore store = WorkspaceStore.of(directory, "alice")) {
            assertThat(store.open(Duration.ZERO)).isEqualTo(new MessageStore.Recovery(0, 0, 0, 0));
            assertThat(store.clientId()).isEqualTo("c_python");
            assertThat(store.config().mode()).isEqualTo(WorkspaceConfig.Mode.EMPLOYEE);
            assertThat(store.config().heartbeat()).isEqualTo(Duration.ofSeconds(20));
            assertThat(store.epoch()).isEqualTo("e_1");
            assertThat(store.cursors()).containsEntry("dc_py", 2L);
            assertThat(store.contact("bob")).get().extracting(Contact::name).isEqualTo("Bob");
            List<Message> history = store.history(store.conversationWith("bob"), 9, null);
            assertThat(history).extracting(Message::id).containsExactly("msg_1", "msg_2", "msg_3", "p2");
            assertThat(history).extracting(Message::text).containsExactly("edited", "grüße 2", "out p1", "out p2");
            assertThat(history.get(2).status()).isEqualTo(Status.SENT);
            assertThat(store.outbox()).extracting(i -> i.message().text()).containsExactly("out p2");
            PendingMessage work = get(store.lease(5, MINUTE)).get(0);
            assertThat(work.message().text()).isEqualTo("grüße 2");
            assertThat(work.attempts()).isEqualTo(2);
            get(store.complete(List.of(work.receipt())));
            assertThat(get(store.receive(Samples.in("msg_1", "dc_py", 1, "x"), true))
                            .duplicate())
                    .isTrue();
            assertThat(store.verify().problems()).isEmpty();
        }
        assertThat(Files.readString(directory.resolve("im_client/config.json"))).contains("colour");
        assertThat(Files.readString(directory.resolve("im_client/contacts.json")))
                .contains("bobby");
    }

    @Test
    void pythonReadsWhatJavaWrote() throws Exception {
        try (WorkspaceStore store = WorkspaceStore.of(directory, "alice")) {
            store.open(Duration.ZERO);
            get(store.epoch("e_2"));
            get(store.receive(
                    Samples.in("m1", "dc_java", 1, "größe \uD83D\uDE00 \"quoted\",\"c\":\"00000000\""), true));
            get(store.receive(Samples.in("m2", "dc_java", 2, "two"), true));
            get(store.complete(List.of(get(store.lease(1, MINUTE)).get(0).receipt())));
            get(store.enqueue(OutgoingMessage.to("bob", "sent").withClientMsgId("k1")));
            get(store.sent("k1", "msg_3", "dc_java", 3, Samples.NOW));
            get(store.enqueue(OutgoingMessage.to("bob", "waits").withClientMsgId("k2")));
        }
        JsonNode read;
        try (Child python = Child.python(SCRIPT, "read", directory.toString())) {
            read = Json.MAPPER.readTree(python.line());
        }
        assertThat(read.path("head").asText()).isEqualTo("dc_java");
        assertThat(Json.texts(read, "ids")).containsExactly("m1", "m2", "msg_3", "k2");
        assertThat(Json.texts(read, "texts").get(0)).startsWith("größe \uD83D\uDE00");
        assertThat(Json.texts(read, "pending")).containsExactly("two");
        assertThat(Json.texts(read, "done")).containsExactly("m1");
        assertThat(Json.texts(read, "outbox")).containsExactly("k2:waits");
        assertThat(read.at("/cursors/dc_java").asInt()).isEqualTo(2);
        assertThat(read.path("clean").asBoolean()).isTrue();
        assertThat(read.at("/contacts/bob").asText()).isEqualTo("dc_java");
    }
}
