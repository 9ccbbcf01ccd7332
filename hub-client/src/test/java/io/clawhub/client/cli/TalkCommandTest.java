package io.clawhub.client.cli;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.clawhub.client.errors.MessageTooLarge;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.Status;

import static org.assertj.core.api.Assertions.assertThat;

class TalkCommandTest {

    private final CommandLineRun cli = new CommandLineRun();

    @Test
    void aPipeIsSentLineByLineWithoutDecorations() {
        cli.in = "one\n\ntwo\n";
        cli.session.whenConnected =
                () -> cli.session.arrive(FakeSession.message("m1", "bob", "me", "hi \u001b[31mred"));

        assertThat(cli.run("talk", "bob")).isZero();

        assertThat(cli.session.said).extracting(OutgoingMessage::text).containsExactly("one", "two");
        assertThat(cli.session.said)
                .extracting(OutgoingMessage::clientMsgId)
                .doesNotHaveDuplicates()
                .doesNotContainNull();
        // What came is printed, without the power over the terminal; nothing is marked as read, for nobody sits there.
        assertThat(cli.out).contains("bob: hi \uFFFD[31mred").doesNotContain(">", "\u001b", "\u2713");
        assertThat(cli.session.calls)
                .noneMatch(call -> call.startsWith("read"))
                .noneMatch(call -> call.startsWith("history"));
    }

    @Test
    void aLongPipeIsSentWhole() {
        cli.in = IntStream.range(0, 1_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));

        assertThat(cli.run("talk", "bob")).isZero();
        assertThat(cli.session.said).hasSize(1_000);
        assertThat(cli.session.said.get(999).text()).isEqualTo("line 999");
    }

    @Test
    void saysWhatIsNotWithTheHub() {
        cli.in = "one\n";
        cli.session.reported = null;
        assertThat(cli.run("talk", "bob", "--timeout", "1")).isEqualTo(ExitCode.NOT_IN_TIME);
        assertThat(cli.err).contains("not with the hub after 1 s: 1");

        cli.session.reported = Status.FAILED;
        assertThat(cli.run("talk", "bob")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("not sent: one");

        cli.session.refusal = new MessageTooLarge("too large");
        assertThat(cli.run("talk", "bob")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("too large");
    }

    @Test
    void aPersonSeesHistoryPresenceAndTicks() {
        cli.person = true;
        cli.in = "hello\n/quit\nnever\n";
        cli.session.kept.add(FakeSession.message("m0", "bob", "me", "from yesterday"));
        cli.session.reported = Status.DELIVERED;
        cli.session.whenConnected = () -> cli.session.arrive(FakeSession.message("m1", "bob", "me", "hi"));

        assertThat(cli.run("talk", "bob")).isZero();

        assertThat(cli.session.said).extracting(OutgoingMessage::text).containsExactly("hello");
        assertThat(cli.out)
                .containsSubsequence(
                        "bob: from yesterday", "bob: hi", "bob is online", "> ", "\u2713\u2713 delivered: hello")
                .doesNotContain("\u001b");
        assertThat(cli.session.calls).contains("history bob 20 null false", "read 7");
    }

    @Test
    void onATerminalNotesReplaceEachOther() {
        cli.person = true;
        cli.colours = true;
        cli.session.whenConnected = () -> {};

        assertThat(cli.run("talk", "bob")).isZero();
        assertThat(cli.out).contains("\r\u001b[K");
    }

    @Test
    void messagesOfOthersAreShownButNotRead() {
        cli.person = true;
        cli.session.whenConnected = () -> cli.session.arrive(FakeSession.message("m1", "carol", "me", "elsewhere"));

        cli.run("talk", "bob");

        assertThat(cli.out).contains("carol: elsewhere");
        assertThat(cli.session.calls).doesNotContain("read 7");
    }
}
