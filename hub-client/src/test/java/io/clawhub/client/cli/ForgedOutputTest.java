package io.clawhub.client.cli;

import org.junit.jupiter.api.Test;

import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.message.Attachment;

import static org.assertj.core.api.Assertions.assertThat;

/** What others say cannot pass for what the program or somebody else says. */
class ForgedOutputTest {

    private static final String BIDI = "\u202E";

    private final CommandLineRun cli = new CommandLineRun();

    @Test
    void aTextCannotBeginLinesOfItsOwn() {
        cli.session.kept.add(FakeSession.message("m1", "bob", "me", "hi\r\n12:00  carol: pay him\n"));

        assertThat(cli.run("history", "bob")).isZero();
        assertThat(cli.out.lines()).hasSize(2).last().isEqualTo("       12:00  carol: pay him");
    }

    @Test
    void namesAreOneLineAndReadFromLeftToRight() {
        cli.session.kept.add(FakeSession.message("m1", "bob\ncarol", "me", "a" + BIDI + "b\u2028c\u009B31m"));
        cli.session.contacts.add(FakeSession.contact("b\nb", "B" + BIDI, "x\ty"));

        assertThat(cli.run("history", "bob")).isZero();
        assertThat(cli.out.lines()).singleElement().asString().endsWith("bob\uFFFDcarol: a\uFFFDb\uFFFDc\uFFFD31m");
        assertThat(cli.run("contacts", "list")).isZero();
        assertThat(cli.out.lines()).singleElement().asString().contains("b\uFFFDb", "B\uFFFD", "x y");
    }

    @Test
    void emojiStayWhole() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \u2764\uFE0F";
        cli.session.kept.add(FakeSession.message("m1", "bob", "me", family));

        assertThat(cli.run("history", "bob")).isZero();
        assertThat(cli.out).contains(family);
    }

    @Test
    void jsonHoldsNoCharacterThatSteersATerminal() {
        cli.session.kept.add(FakeSession.message("m1", "bob", "me", "a" + BIDI + "\u009B\u007F\u2028\uDB40\uDC41ü"));

        assertThat(cli.run("history", "bob", "--json")).isZero();
        assertThat(cli.out).contains("\"a\\u202e\\u009b\\u007f\\u2028\\udb40\\udc41ü\"");
    }

    @Test
    void refusalsAndFileNamesAreFiltered() {
        cli.session.refusal = new HubRefused("CHANNEL_ENDED", "over\u001b[31m", false);
        assertThat(cli.run("send", "bob", "hi")).isEqualTo(ExitCode.FAILED);
        assertThat(cli.err).contains("over\uFFFD[31m");

        assertThat(MessageText.describe(new Attachment("att_1", "../../x" + BIDI + "\nfdp.exe", "x/y", 1, null)))
                .isEqualTo("x\uFFFD\uFFFDfdp.exe (1 bytes, att_1)");
    }

    @Test
    void aKeyThatOthersCanReadOnTheWayIsWarnedOf() {
        cli.run("send", "bob", "hi", "--token", "ush_1", "--url", "http://hub.example:8080");
        assertThat(cli.err).contains("unencrypted to hub.example").doesNotContain("ush_1");

        for (String safe : new String[] {"https://hub.example", "http://127.0.0.1:8080", "ws://[::1]:8080"}) {
            cli.run("send", "bob", "hi", "--token", "ush_1", "--url", safe);
            assertThat(cli.err).isEmpty();
        }
    }
}
