package io.clawhub.client.cli;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.clawhub.client.errors.AuthError;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.WorkspaceLocked;

import static org.assertj.core.api.Assertions.assertThat;

/** What all commands have in common: help, options, errors, exit codes. */
class ChatCommandTest {

    private final CommandLineRun cli = new CommandLineRun();

    static Stream<String> commands() {
        return ChatCommand.commandLine(new ChatCommand(settings -> null, null, false, false))
                .getSubcommands()
                .keySet()
                .stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithExamples(String command) {
        assertThat(cli.run(command, "--help")).isZero();
        assertThat(cli.out)
                .startsWith("Usage: hub chat " + command)
                .contains("Example")
                .contains("./hub chat " + command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "send", "talk", "contacts", "groups", "listen --once x", "history bob --limit 0"
            })
    void aWrongCommandLineIsTwo(String line) {
        assertThat(cli.run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("--help").doesNotContain("at io.clawhub");
        assertThat(cli.out).isEmpty();
    }

    @Test
    void optionsSayWhoTalksToWhichHub() {
        cli.in = "ush_secret\n";
        assertThat(cli.run(
                        "send",
                        "--url",
                        "wss://hub.example",
                        "--agent",
                        "alice",
                        "--token",
                        "-",
                        "--workspace",
                        "w",
                        "bob",
                        "hi"))
                .isZero();

        assertThat(cli.session.settings.url()).isEqualTo("wss://hub.example");
        assertThat(cli.session.settings.agentId()).isEqualTo("alice");
        assertThat(cli.session.settings.token()).isEqualTo("ush_secret");
        assertThat(cli.session.settings.workspace()).hasToString("w");
        assertThat(cli.session.calls).last().isEqualTo("close");
    }

    @Test
    void theWorkspaceIsTheAgents() {
        cli.run("contacts", "list", "--agent", "alice");
        assertThat(cli.session.settings.workspace()).endsWithRaw(java.nio.file.Path.of(".gateway/workspaces/alice"));

        assertThat(cli.run("contacts", "list", "--agent", "../alice")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("contacts", "list", "--url", "ftp://x")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anAddressWithoutItsSchemeIsToldWithIt() {
        assertThat(cli.run("send", "bob", "hi", "--url", "127.0.0.1:9080")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err).contains("one is http://127.0.0.1:9080");
    }

    @Test
    void whatHasNotComeSoFarIsNotAMissingHub() {
        cli.session.refusal = new NotConnected("not delivered within 3000 ms");

        assertThat(cli.run("send", "bob", "hi", "--wait", "delivered")).isEqualTo(ExitCode.NOT_IN_TIME);
        assertThat(cli.err).contains("not delivered").doesNotContain("./hub up");
    }

    @Test
    void aHubThatIsNotThereIsThreeAndSaysHowToStartOne() {
        cli.session.noConnection = new NotConnected("Connection refused");

        assertThat(cli.run("send", "bob", "hi", "--url", "http://127.0.0.1:9")).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(cli.err)
                .contains("http://127.0.0.1:9", "Connection refused", "./hub up")
                .doesNotContain("at io.");
        assertThat(cli.session.said).isEmpty();
    }

    @Test
    void aLockedWorkspaceIsFourAndSaysByWhom() {
        cli.session.noConnection = new WorkspaceLocked("process 4711 on host since 12:00");

        assertThat(cli.run("listen")).isEqualTo(ExitCode.LOCKED);
        assertThat(cli.err).contains("process 4711", "--workspace");
    }

    @Test
    void refusalsAreOne() {
        cli.session.noConnection = new AuthError("this API key is not valid");
        assertThat(cli.run("listen")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("this API key is not valid", "hub chat login");

        cli.session.noConnection = null;
        cli.session.refusal = new HubRefused("CHANNEL_ENDED", "it is over", false);
        assertThat(cli.run("send", "bob", "hi")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).isEqualToIgnoringNewLines("CHANNEL_ENDED: it is over");
    }

    @Test
    void theStackIsShownOnRequestOnly() {
        cli.session.refusal = new IllegalStateException("a fault");

        assertThat(cli.run("send", "bob", "hi")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("a fault", "--verbose").doesNotContain("    at ");
        assertThat(cli.run("send", "bob", "hi", "--verbose")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("    at io.clawhub");
    }
}
