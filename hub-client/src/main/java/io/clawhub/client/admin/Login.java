package io.clawhub.client.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the hub learns who asks, in this order: {@code HUB_ADMIN_TOKEN}; a login that was kept; on this machine, the first
 * administrator's password that {@code ./hub up} made.
 */
final class Login {

    static final String FIRST_ADMINISTRATOR = "admin";

    private final URI hub;
    private final AdminApi api;
    private final KeptLogins kept;
    private final String given;
    private final Path firstPassword;

    /**
     * For one hub.
     *
     * @param given the token of the environment, or null
     * @param firstPassword the file where it would be, or null
     */
    Login(URI hub, KeptLogins kept, String given, Path firstPassword) {
        this.hub = hub;
        this.api = new AdminApi(hub);
        this.kept = kept;
        this.given = given;
        this.firstPassword = firstPassword;
    }

    AdminApi api() {
        return api;
    }

    /** Finds a token to present. */
    void enter() {
        String token = given != null ? given : kept.of(hub);
        if (token != null) {
            api.token(token);
        } else if (!byFirstPassword()) {
            throw missing();
        }
    }

    /** What to say to who is not known. */
    AdminFailure missing() {
        return AdminFailure.here(
                "You are not logged in at " + hub + (given == null ? "" : ": HUB_ADMIN_TOKEN is not valid")
                        + ". Log in with: ./hub admin login --url " + hub
                        + "\nThe first administrator's password is in the gateway's log, or what HUB_ADMIN_PASSWORD said.");
    }

    /** What was kept is valid no longer: tries what there is besides. */
    boolean enterAnew() {
        if (given != null) {
            return false;
        }
        kept.keep(hub, null);
        return byFirstPassword();
    }

    /** Logs in with a password, and keeps what comes of it. */
    void with(String username, String password) {
        kept.keep(hub, api.login(username, password));
    }

    /** Forgets what was kept. */
    void forget() {
        kept.keep(hub, null);
    }

    /** The first administrator's password; null if there is none, or it is not for this hub. */
    String firstPassword() {
        if (firstPassword == null || !Files.isReadable(firstPassword) || !isHere()) {
            return null;
        }
        try {
            String password = Files.readString(firstPassword).strip();
            return password.isEmpty() ? null : password;
        } catch (IOException e) {
            return null;
        }
    }

    /** It is another one now. The file stays, empty: without it the next {@code ./hub up} would make one anew. */
    void dropFirstPassword() {
        if (firstPassword() != null) {
            try {
                PrivateFile.write(firstPassword, "");
            } catch (IOException e) {
                throw AdminFailure.here("Please empty " + firstPassword + ", which is of no use any more.");
            }
        }
    }

    private boolean byFirstPassword() {
        String password = firstPassword();
        if (password == null) {
            return false;
        }
        try {
            with(FIRST_ADMINISTRATOR, password);
            return true;
        } catch (AdminFailure refused) {
            if (refused.isUnauthorized()) {
                return false;
            }
            throw refused;
        }
    }

    private boolean isHere() {
        try {
            return InetAddress.getByName(hub.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
