package io.clawhub.client.cli;

/** How a command ends. */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;
    /** The hub refused it, or it failed. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The hub cannot be reached. */
    public static final int UNREACHABLE = 3;
    /** Another process has the workspace. */
    public static final int LOCKED = 4;
    /** Not as far as was asked in time. */
    public static final int NOT_IN_TIME = 5;

    /** Ctrl-C, as shells count it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
