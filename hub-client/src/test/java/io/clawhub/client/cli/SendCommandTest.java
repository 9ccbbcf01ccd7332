package io.clawhub.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.Status;

import static org.assertj.core.api.Assertions.assertThat;

class SendCommandTest {

    private final CommandLineRun cli = new CommandLineRun();

    @TempDir
    Path directory;

    @Test
    void waitsUntilTheHubHasIt() {
        assertThat(cli.run("send", "bob", "hello")).isZero();

        assertThat(cli.session.said).containsExactly(OutgoingMessage.to("bob", "hello"));
        assertThat(cli.session.calls).containsExactly("connect", "send SENT", "close");
        assertThat(cli.out).isEqualToIgnoringNewLines("sent msg_1");
    }

    @Test
    void queuedNeedsNoHub() {
        cli.session.noConnection = new NotConnected("away");

        assertThat(cli.run("send", "--wait", "queued", "bob", "hello")).isZero();
        assertThat(cli.out).isEqualToIgnoringNewLines("queued msg_1");
    }

    @Test
    void saysWhenItDidNotComeSoFar() {
        assertThat(cli.run("send", "--wait=delivered", "bob", "hello")).isEqualTo(ExitCode.NOT_IN_TIME);
        assertThat(cli.err).contains("not yet delivered", "the hub keeps it");

        cli.session.reached = Status.SENDING;
        assertThat(cli.run("send", "bob", "hello")).isEqualTo(ExitCode.NOT_IN_TIME);
        assertThat(cli.err).contains("connected the next time");

        cli.session.reached = Status.FAILED;
        assertThat(cli.run("send", "bob", "hello")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void readsTheStandardInput() {
        cli.in = "two\nlines ☀\n";

        assertThat(cli.run("send", "bob", "-")).isZero();
        assertThat(cli.session.said.get(0).text()).isEqualTo("two\nlines ☀");

        cli.in = "";
        assertThat(cli.run("send", "bob", "-")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void namesAConversationByItsId() {
        cli.run("send", "gc_0123456789abcdef", "hello", "--reply-to", "msg_9");

        assertThat(cli.session.said)
                .containsExactly(
                        OutgoingMessage.in("gc_0123456789abcdef", "hello").withReplyTo("msg_9"));
    }

    @Test
    void uploadsFilesFirst() throws IOException {
        Path report = Files.writeString(directory.resolve("report.txt"), "x");

        assertThat(cli.run("send", "bob", "--attach", report.toString())).isZero();
        assertThat(cli.session.calls).containsExactly("connect", "upload report.txt", "send SENT", "close");
        assertThat(cli.session.said.get(0).attachments())
                .singleElement()
                .hasFieldOrPropertyWithValue("name", "report.txt");
        assertThat(cli.err).isEmpty();

        cli.colours = true;
        cli.run("send", "bob", "--attach", report.toString());
        assertThat(cli.err).contains("report.txt  [###############               ] 50 % of 100 bytes");
    }

    @Test
    void aMissingFileIsFoundOutBeforeAnythingIsSent() {
        assertThat(cli.run(
                        "send",
                        "bob",
                        "x",
                        "--attach",
                        directory.resolve("none").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(cli.session.calls).containsExactly("close");
    }

    @Test
    void printsJson() throws IOException {
        cli.run("send", "--json", "bob", "hello");

        var json = new ObjectMapper().readTree(cli.out);
        assertThat(json.path("id").asText()).isEqualTo("msg_1");
        assertThat(json.path("status").asText()).isEqualTo("sent");
        assertThat(json.path("direction").asText()).isEqualTo("out");
        assertThat(json.has("reply_to")).isFalse();
    }
}
