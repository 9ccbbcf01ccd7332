package io.clawhub.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged command line against the packaged hub: alice on the first gateway, bob on the second. */
@ExtendWith(CalmHub.class)
class CliIT {

    private static final int REFUSED = 1;
    private static final int UNREACHABLE = 3;
    private static final int LOCKED = 4;

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");
    private final List<ChatProcess> open = new ArrayList<>();

    @TempDir
    Path directory;

    CliIT(HubProcesses hub) {
        this.hub = hub;
    }

    @AfterEach
    void close() {
        open.forEach(ChatProcess::close);
    }

    @Test
    void whatOneSaysTheOtherHears() {
        ChatProcess listening = bob("", "listen", "--once", "--json");
        Soon.await().until(() -> listening.err().contains("Listening"));

        assertThat(alice("", "send", "--wait", "delivered", bob, "Hello, ☀!").await())
                .isZero();

        assertThat(listening.await()).isZero();
        assertThat(listening.json()).singleElement().satisfies(message -> {
            assertThat(message.path("from").asText()).isEqualTo(alice);
            assertThat(message.path("text").asText()).isEqualTo("Hello, ☀!");
        });
    }

    @Test
    void aPipeArrivesWholeAndInOrder() {
        List<String> lines = Names.numbered("line", 100);
        ChatProcess talk = alice(String.join("\n", lines), "talk", bob);
        assertThat(talk.await()).as(talk::err).isZero();

        ChatProcess listening = bob("", "listen", "--once", "100", "--json");
        assertThat(listening.await()).as(listening::err).isZero();
        assertThat(listening.json())
                .extracting(message -> message.path("text").asText())
                .isEqualTo(lines);
    }

    @Test
    void whatCameMeanwhileIsPendingUntilItIsHandled() {
        assertThat(alice("from a pipe\n", "send", bob, "-").await()).isZero();

        Soon.await().untilAsserted(() -> assertThat(
                        ended(bob("", "pending", "--json")).json())
                .extracting(message -> message.path("text").asText())
                .containsExactly("from a pipe"));
        assertThat(ended(bob("", "pending", "--complete")).out()).hasSize(1);
        assertThat(ended(bob("", "pending")).out()).isEmpty();
    }

    @Test
    void historyIsHereAndAtTheHub() {
        assertThat(alice("", "send", bob, "for ever").await()).isZero();

        assertThat(ended(alice("", "history", bob, "--json")).json())
                .extracting(message -> message.path("text").asText())
                .containsExactly("for ever");
        Soon.await().untilAsserted(() -> assertThat(
                        ended(run(1, alice, directory.resolve("another"), "", "history", bob, "--remote", "--json"))
                                .json())
                .extracting(message -> message.path("text").asText())
                .containsExactly("for ever"));
    }

    @Test
    void filesComeThroughTheOtherGateway() {
        Path report = ChatProcess.file(directory, "the report.bin", 3_000_000);
        ChatProcess sending = alice("", "send", bob, "see", "--attach", report.toString());
        assertThat(sending.await()).as(sending::err).isZero();

        ChatProcess listening = ended(bob("", "listen", "--once", "--json"));
        JsonNode file = listening.json().getFirst().path("attachments").path(0);
        assertThat(file.path("name").asText()).isEqualTo("the report.bin");
        Path copy = directory.resolve("copy.bin");
        ChatProcess download = bob("", "download", file.path("id").asText(), "--output", copy.toString());
        assertThat(download.await()).as(download::err).isZero();
        assertThat(copy).hasSameBinaryContentAs(report);
    }

    @Test
    void sessionsAreRequestedAndAccepted() {
        ChatProcess listening = bob("", "listen", "--events", "--json");
        Soon.await().until(() -> listening.err().contains("Listening"));
        ChatProcess request = alice("", "request", bob, "-m", "please", "--json");
        Soon.await().until(() -> !listening.out().isEmpty());
        JsonNode asked = listening.json().getFirst();
        assertThat(asked.path("event").asText()).isEqualTo("channel");
        String session = asked.path("conversation_id").asText();

        // Bob listens in one workspace and answers from another: two clients of one agent.
        ChatProcess accept = run(2, bob, directory.resolve("bob2"), "", "accept", session);
        assertThat(accept.await()).as(accept::err).isZero();
        assertThat(request.await()).as(request::err).isZero();
        assertThat(request.json().getFirst().path("conversation_id").asText()).isEqualTo(session);
        assertThat(alice("", "end", session).await()).isZero();
        assertThat(alice("", "send", session, "too late").await()).isEqualTo(REFUSED);
    }

    @Test
    void aWorkspaceInUseIsSaidByWhomAndFreeAgainAfterwards() {
        ChatProcess listening = bob("", "listen");
        Soon.await().until(() -> listening.err().contains("Listening"));

        ChatProcess second = bob("", "send", alice, "hi");
        assertThat(second.await()).isEqualTo(LOCKED);
        assertThat(second.err()).contains("in use", "--workspace");

        listening.terminate();
        listening.await();
        assertThat(bob("", "send", alice, "hi").await()).isZero();
    }

    @Test
    void saysThatThereIsNoHub() {
        ChatProcess lost = open(ChatProcess.start(
                "",
                List.of(
                        "send",
                        "--url",
                        "http://127.0.0.1:1",
                        "--workspace",
                        directory.toString(),
                        "--timeout",
                        "3",
                        bob,
                        "x")));

        assertThat(lost.await()).isEqualTo(UNREACHABLE);
        assertThat(lost.err()).contains("http://127.0.0.1:1", "./hub up").doesNotContain("at io.clawhub");
    }

    @Test
    void aWrongKeyIsRefused() {
        ChatProcess login = alice("ush_0123456789abcdef\n", "login");

        assertThat(login.await()).isEqualTo(REFUSED);
        assertThat(login.err()).contains("credential").doesNotContain("ush_0123456789abcdef");
    }

    private static ChatProcess ended(ChatProcess process) {
        assertThat(process.await()).as(process::err).isZero();
        return process;
    }

    private ChatProcess alice(String input, String... command) {
        return run(1, alice, directory.resolve("alice"), input, command);
    }

    private ChatProcess bob(String input, String... command) {
        return run(2, bob, directory.resolve("bob"), input, command);
    }

    private ChatProcess run(int gateway, String agent, Path workspace, String input, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--url",
                hub.gatewayUrl(gateway).replaceFirst("/$", ""),
                "--agent",
                agent,
                "--workspace",
                workspace.toString()));
        return open(ChatProcess.start(input, arguments));
    }

    private ChatProcess open(ChatProcess process) {
        open.add(process);
        return process;
    }
}
