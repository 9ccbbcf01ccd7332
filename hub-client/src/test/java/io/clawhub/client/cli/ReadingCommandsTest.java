package io.clawhub.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.ChannelOutcome;
import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.PendingMessage;
import io.clawhub.client.wire.WireEvent;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CommandLineRun cli = new CommandLineRun();

    @TempDir
    Path directory;

    @Test
    void listenPrintsAndHandlesSoMany() throws IOException {
        waiting(3);

        assertThat(cli.run("listen", "--once", "2", "--json")).isZero();

        assertThat(cli.out.lines()).hasSize(2);
        JsonNode first = JSON.readTree(cli.out.lines().findFirst().orElseThrow());
        assertThat(first.path("from").asText()).isEqualTo("bob");
        assertThat(first.path("ts").asText()).isEqualTo("2026-01-02T03:04:05.000Z");
        assertThat(cli.session.calls).contains("complete r0", "complete r1").doesNotContain("complete r2");
    }

    @Test
    void listenOnceIsOneMessage() {
        waiting(2);

        assertThat(cli.run("listen", "--once")).isZero();
        assertThat(cli.out.lines()).singleElement().asString().endsWith("bob: text 0");
    }

    @Test
    void listenTellsOfSessions() throws IOException {
        waiting(1);
        cli.session.whenConnected = () -> cli.session.change(new WireEvent.ChannelChanged(
                "ch_0123456789abcdef", "pending", "weather", "me", "alice", "alice", "please", null));

        assertThat(cli.run("listen", "--once", "--agent", "me")).isZero();
        assertThat(cli.err).contains("alice asks for a session: ./hub chat accept --agent me ch_0123456789abcdef");

        waiting(1);
        assertThat(cli.run("listen", "--once", "--agent", "me", "--json", "--events"))
                .isZero();
        JsonNode event = JSON.readTree(cli.out.lines().findFirst().orElseThrow());
        assertThat(event.path("event").asText()).isEqualTo("channel");
        assertThat(event.path("consumer_id").asText()).isEqualTo("alice");
    }

    @Test
    void pendingOnlyLooksUnlessTold() {
        waiting(2);

        assertThat(cli.run("pending")).isZero();
        assertThat(cli.out.lines()).hasSize(2);
        assertThat(cli.session.calls).contains("pending 100 PEEK").noneMatch(call -> call.startsWith("complete"));

        assertThat(cli.run("pending", "--complete", "--json")).isZero();
        assertThat(cli.session.calls).contains("pending 100 MANUAL", "complete r0", "complete r1");
        assertThat(cli.out).contains("\"attempts\":1");
    }

    @Test
    void pendingShowsWhatIsHereWithoutAHub() {
        waiting(1);
        cli.session.noConnection = new NotConnected("away");

        assertThat(cli.run("pending")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(cli.out).contains("text 0");
        assertThat(cli.err).contains("only what is here");
    }

    @Test
    void historyNeedsAHubOnlyWhenItIsAsked() {
        cli.session.kept.add(FakeSession.message("m1", "bob", "me", "hi"));

        assertThat(cli.run("history", "bob")).isZero();
        assertThat(cli.out).contains("2026-01-02").contains("bob: hi");
        assertThat(cli.session.calls).containsExactly("history bob 50 null false", "close");

        assertThat(cli.run("history", "bob", "--remote", "--limit", "5", "--before", "msg_7", "--json"))
                .isZero();
        assertThat(cli.session.calls).contains("connect", "history bob 5 msg_7 true");
        assertThat(cli.out).startsWith("{\"id\":\"m1\"");
    }

    @Test
    void contactsAreListedAddedAndRemoved() {
        cli.session.contacts.add(FakeSession.contact("bob", "Bob", "knows the weather"));

        assertThat(cli.run("contacts", "list")).isZero();
        assertThat(cli.out).contains("bob", "Bob", "knows the weather");
        assertThat(cli.run("contacts", "list", "--json")).isZero();
        assertThat(cli.out).startsWith("{\"contact_id\":\"bob\"");

        assertThat(cli.run("contacts", "add", "carol", "--description", "new")).isZero();
        assertThat(cli.session.calls).contains("add carol carol new").doesNotContain("connect");

        assertThat(cli.run("contacts", "remove", "bob")).isZero();
        assertThat(cli.run("contacts", "remove", "bob")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void sessionsAreRequestedAndSettled() {
        assertThat(cli.run("request", "bob", "--service", "weather", "-m", "please"))
                .isZero();
        assertThat(cli.out).isEqualToIgnoringNewLines("accepted ch_0123456789abcdef");
        assertThat(cli.session.calls).contains("request bob weather please");

        cli.session.settled = new ChannelOutcome("ch_0123456789abcdef", "rejected", "busy");
        assertThat(cli.run("request", "bob")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.out).isEqualToIgnoringNewLines("rejected ch_0123456789abcdef: busy");

        cli.session.settled = new ChannelOutcome(null, "timeout", null);
        assertThat(cli.run("request", "bob")).isEqualTo(ExitCode.NOT_IN_TIME);
        assertThat(cli.out).isEqualToIgnoringNewLines("timeout");

        assertThat(cli.run("accept", "ch_1", "--json")).isZero();
        assertThat(cli.run("reject", "ch_1", "-m", "no")).isZero();
        assertThat(cli.run("end", "ch_1")).isZero();
        assertThat(cli.session.calls).contains("accept ch_1 null", "reject ch_1 no", "end ch_1 null");
    }

    @Test
    void groupsAreMade() {
        assertThat(cli.run("groups", "create", "Weather people", "bob", "carol"))
                .isZero();
        assertThat(cli.out).isEqualToIgnoringNewLines("gc_1");
        assertThat(cli.run("groups", "members", "gc_1")).isZero();
        assertThat(cli.out).isEqualToIgnoringNewLines("alicebob");
        assertThat(cli.run("groups", "add", "gc_1")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.session.calls).contains("create Weather people [bob, carol]");
    }

    @Test
    void downloadTakesOnlyIdsOfFiles() {
        assertThat(cli.run("download", "../../etc/passwd")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("download", "att_" + "0".repeat(32))).isZero();
        assertThat(cli.out).isEqualToIgnoringNewLines("somewhere");
    }

    @Test
    void loginKeepsACheckedKeyReadableByItsOwnerAlone() throws IOException {
        Path imClient = Files.createDirectories(directory.resolve("im_client"));
        Files.writeString(
                imClient.resolve("config.json"), "{\"v\":1,\"mine\":[1],\"auth\":{\"token_env\":\"IM_TOKEN\"}}");
        cli.in = "ush_key\n";

        assertThat(cli.run("login", "--agent", "alice", "--workspace", directory.toString()))
                .isZero();

        assertThat(cli.session.settings.token()).isEqualTo("ush_key");
        assertThat(cli.out + cli.err).doesNotContain("ush_key");
        assertThat(new StoredKey(imClient).read()).isEqualTo("ush_key");
        JsonNode config = JSON.readTree(imClient.resolve("config.json").toFile());
        assertThat(config.path("mine").path(0).asInt()).isEqualTo(1);
        assertThat(config.path("auth").path("token_env").asText()).isEqualTo("IM_TOKEN");
        assertThat(config.toString()).doesNotContain("ush_key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(imClient.resolve("token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void loginKeepsNoKeyThatTheHubRefuses() {
        cli.in = "ush_wrong\n";
        cli.session.noConnection = new AuthError("this API key is not valid");

        assertThat(cli.run("login", "--workspace", directory.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(directory).isEmptyDirectory();

        cli.in = "";
        assertThat(cli.run("login", "--workspace", directory.toString())).isEqualTo(ExitCode.USAGE);
    }

    private void waiting(int count) {
        cli.session.pending.clear();
        for (int i = 0; i < count; i++) {
            cli.session.pending.add(
                    new PendingMessage(FakeSession.message("m" + i, "bob", "me", "text " + i), 1, "r" + i));
        }
    }
}
