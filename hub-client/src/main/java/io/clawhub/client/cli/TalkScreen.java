package io.clawhub.client.cli;

import io.clawhub.client.message.Message;
import io.clawhub.client.message.Status;

/**
 * What a talk looks like. On a terminal there is a prompt at the bottom, and a note above it (ticks, presence, typing) that the next
 * note replaces. In a pipe only messages are printed. Thread-safe.
 */
final class TalkScreen {

    private static final String UP = "\u001b[A";
    private static final String CLEAR = "\r\u001b[K";
    private static final String PROMPT = "> ";
    private static final int SHORT = 24;

    private final Terminal terminal;
    /** The last thing above the prompt is a note. */
    private boolean noteOnTop;

    TalkScreen(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Something said, by anybody. */
    synchronized void message(Message message) {
        above(MessageText.of(message, terminal), false);
    }

    /** Something in passing; only for people. */
    synchronized void note(String text) {
        if (terminal.interactive()) {
            above(terminal.dim("  " + Terminal.line(text)), true);
        }
    }

    /** Something that must be known, also in a pipe. */
    synchronized void trouble(String text) {
        if (terminal.interactive()) {
            above(Terminal.line(text), false);
        } else {
            terminal.err().println(Terminal.line(text));
        }
    }

    /** The ticks of something this agent said. */
    void status(Message message) {
        Status status = message.status();
        if (status == Status.FAILED) {
            trouble("not sent: " + shortened(message.text()));
        } else if (status != null && status.compareTo(Status.SENT) >= 0) {
            note((status == Status.SENT ? "\u2713 " : "\u2713\u2713 ") + status.wireName() + ": "
                    + shortened(message.text()));
        }
    }

    /** A line was typed: its line end is the terminal's, and the next one needs a prompt. */
    synchronized void typed() {
        noteOnTop = false;
        prompt();
    }

    synchronized void prompt() {
        if (terminal.interactive()) {
            terminal.out().print(terminal.colours() ? CLEAR + PROMPT : PROMPT);
            terminal.out().flush();
        }
    }

    private void above(String text, boolean note) {
        if (terminal.colours()) {
            terminal.out().print(CLEAR + (noteOnTop ? UP + CLEAR : ""));
        } else if (terminal.interactive()) {
            terminal.out().println();
        }
        terminal.out().println(text);
        noteOnTop = note;
        prompt();
        terminal.out().flush();
    }

    private static String shortened(String text) {
        String line = text == null ? "" : text.lines().findFirst().orElse("");
        return line.length() <= SHORT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, SHORT) - 1)) + "\u2026";
    }
}
