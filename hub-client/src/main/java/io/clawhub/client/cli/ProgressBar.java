package io.clawhub.client.cli;

import io.clawhub.client.files.ProgressListener;

/** How far a file is, on the error stream of a terminal; nothing where nobody looks. */
final class ProgressBar implements ProgressListener {

    private static final int WIDTH = 30;
    private static final int ALL = 100;

    private final Terminal terminal;
    private final String name;
    private int shown = -1;

    private ProgressBar(Terminal terminal, String name) {
        this.terminal = terminal;
        this.name = name;
    }

    static ProgressListener of(Terminal terminal, String name) {
        return terminal.colours() ? new ProgressBar(terminal, Terminal.line(name)) : NONE;
    }

    @Override
    public void progress(long done, long total) {
        int percent = total <= 0 ? ALL : (int) Math.min(ALL, done * ALL / total);
        if (percent == shown) {
            return;
        }
        shown = percent;
        int filled = percent * WIDTH / ALL;
        terminal.err()
                .print("\r\u001b[K" + name + "  [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + percent
                        + " % of " + MessageText.size(total) + (percent == ALL ? "\n" : ""));
        terminal.err().flush();
    }
}
