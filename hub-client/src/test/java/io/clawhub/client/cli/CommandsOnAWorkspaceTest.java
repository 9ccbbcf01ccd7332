package io.clawhub.client.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.doubles.ImHub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The commands with the real client, real workspaces, and a small hub on a real socket. */
class CommandsOnAWorkspaceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private ImHub hub;

    private record Ended(int code, String out, String err) {
        List<JsonNode> json() {
            List<JsonNode> lines = new ArrayList<>();
            out.lines().forEach(line -> lines.add(parsed(line)));
            return lines;
        }

        List<String> texts() {
            return json().stream().map(message -> message.path("text").asText()).toList();
        }
    }

    @BeforeEach
    void start() throws InterruptedException {
        hub = new ImHub();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void whatWasSentIsPendingAndThenHandledOnce() {
        assertThat(run("alice", "", "send", "bob", "hello ☀").code()).isZero();

        assertThat(run("bob", "", "pending", "--json").texts()).containsExactly("hello ☀");
        assertThat(run("bob", "", "listen", "--once", "--json").texts()).containsExactly("hello ☀");
        assertThat(run("bob", "", "pending", "--json").out()).isEmpty();
        assertThat(run("bob", "", "history", "alice", "--json").texts()).containsExactly("hello ☀");
    }

    @Test
    void aPipeArrivesWholeAndInOrder() {
        List<String> lines = IntStream.range(0, 300).mapToObj(i -> "line " + i).toList();

        Ended talk = run("alice", String.join("\n", lines), "talk", "bob");
        assertThat(talk.code()).as(talk.err()).isZero();
        assertThat(talk.out()).isEmpty();

        Ended listen = run("bob", "", "listen", "--once", "300", "--json");
        assertThat(listen.code()).as(listen.err()).isZero();
        assertThat(listen.texts()).isEqualTo(lines);
    }

    @Test
    void deliveredMeansThatTheOtherHasIt() {
        CompletableFuture<Ended> listening =
                CompletableFuture.supplyAsync(() -> run("bob", "", "listen", "--once", "--json"));

        Ended sent = run("alice", "", "send", "--wait", "delivered", "bob", "are you there?");

        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(sent.out()).startsWith("delivered");
        await().atMost(Duration.ofSeconds(60)).until(listening::isDone);
        assertThat(listening.join().texts()).containsExactly("are you there?");
    }

    @Test
    void aWorkspaceInUseIsFourAndWhatWasQueuedGoesOutLater() {
        hub.stop();
        assertThat(run("alice", "", "send", "bob", "now", "--timeout", "1").code())
                .isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run("alice", "", "send", "--wait", "queued", "bob", "later").code())
                .isZero();
        CompletableFuture<Ended> waiting =
                CompletableFuture.supplyAsync(() -> run("alice", "", "listen", "--timeout", "10"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            Ended second = run("alice", "", "contacts", "add", "carol");
            assertThat(second.code()).isEqualTo(ExitCode.LOCKED);
            assertThat(second.err())
                    .contains("process " + ProcessHandle.current().pid());
        });
        await().atMost(Duration.ofSeconds(60)).until(waiting::isDone);
        assertThat(waiting.join().code()).isEqualTo(ExitCode.UNREACHABLE);

        startAgain();
        assertThat(run("alice", "", "pending").code()).isZero();
        assertThat(run("bob", "", "listen", "--once", "--json").texts()).containsExactly("later");
    }

    @Test
    void aRefusalIsOneAndNamesTheCode() {
        hub.refuse("bad", "CHANNEL_ENDED");

        Ended refused = run("alice", "", "send", "bob", "bad");

        assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("CHANNEL_ENDED").doesNotContain("    at ");
        Ended piped = run("alice", "good\nbad\nbetter\n", "talk", "bob");
        assertThat(piped.code()).isEqualTo(ExitCode.FAILED);
        assertThat(piped.err()).contains("not sent: bad");
        assertThat(run("bob", "", "listen", "--once", "2", "--json").texts()).containsExactly("good", "better");
    }

    @Test
    void contactsStay() {
        assertThat(run("alice", "", "contacts", "add", "bob", "--name", "Bob").code())
                .isZero();
        assertThat(run("alice", "", "contacts", "list", "--json").json())
                .extracting(contact -> contact.path("name").asText())
                .containsExactly("Bob");
        assertThat(run("alice", "", "contacts", "remove", "bob").code()).isZero();
        assertThat(run("alice", "", "contacts", "list", "--json").out()).isEmpty();
    }

    private void startAgain() {
        try {
            hub.restart();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Ended run(String agent, String in, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--agent",
                agent,
                "--url",
                hub.url().toString(),
                "--workspace",
                directory.resolve(agent).toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = ChatCommand.commandLine(
                        new ChatCommand(IMChatSession::open, new BufferedReader(new StringReader(in)), false, false))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
