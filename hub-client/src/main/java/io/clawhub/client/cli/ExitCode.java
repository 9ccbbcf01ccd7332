package io.clawhub.client.cli;

/** How a command ends. */
final class ExitCode {

    static final int OK = 0;
    /** The hub refused it, or it failed. */
    static final int FAILED = 1;
    /** The command line is wrong. */
    static final int USAGE = 2;
    /** The hub cannot be reached. */
    static final int UNREACHABLE = 3;
    /** Another process has the workspace. */
    static final int LOCKED = 4;
    /** Not as far as was asked in time. */
    static final int NOT_IN_TIME = 5;

    /** Ctrl-C, as shells count it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
