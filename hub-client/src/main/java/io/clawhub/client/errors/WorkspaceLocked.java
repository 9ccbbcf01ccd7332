package io.clawhub.client.errors;

/** Another process, or another client in this one, has the workspace open: close it, or wait for the lock. */
public final class WorkspaceLocked extends ClientException {

    public WorkspaceLocked(String message) {
        this(message, null);
    }

    public WorkspaceLocked(String message, Throwable cause) {
        super("WORKSPACE_LOCKED", message, cause);
    }
}
