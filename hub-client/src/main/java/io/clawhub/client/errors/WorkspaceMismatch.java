package io.clawhub.client.errors;

/** The workspace belongs to another agent: use another path, or that agent's id. */
public final class WorkspaceMismatch extends ClientException {

    public WorkspaceMismatch(String message) {
        this(message, null);
    }

    public WorkspaceMismatch(String message, Throwable cause) {
        super("WORKSPACE_MISMATCH", message, cause);
    }
}
