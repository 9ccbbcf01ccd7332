package io.clawhub.client.admin;

import io.clawhub.client.cli.ExitCode;

/** Why a command cannot be done, in a sentence for whoever typed it. */
final class AdminFailure extends RuntimeException {

    private static final int UNAUTHORIZED = 401;

    private final int exitCode;
    private final int status;

    private AdminFailure(String message, int exitCode, int status) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.status = status;
    }

    /** The hub said no with this HTTP status. */
    static AdminFailure refused(int status, String message) {
        return new AdminFailure(message, ExitCode.FAILED, status);
    }

    /** It failed here. */
    static AdminFailure here(String message) {
        return new AdminFailure(message, ExitCode.FAILED, 0);
    }

    /** The hub does not answer. */
    static AdminFailure unreachable(String message) {
        return new AdminFailure(message, ExitCode.UNREACHABLE, 0);
    }

    /** The command line lacks something. */
    static AdminFailure usage(String message) {
        return new AdminFailure(message, ExitCode.USAGE, 0);
    }

    int exitCode() {
        return exitCode;
    }

    /** Whether the hub does not know who asks. */
    boolean isUnauthorized() {
        return status == UNAUTHORIZED;
    }
}
