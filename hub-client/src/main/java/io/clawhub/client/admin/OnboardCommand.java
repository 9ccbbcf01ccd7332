package io.clawhub.client.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.clawhub.client.cli.Terminal;

/** Gives the first administrator a password of their own. */
@Command(
        name = "onboard",
        description = {
            "Give the first administrator a password of your own, and log in with it.",
            "Without --password or --password-stdin a random one is made and printed, once."
        })
final class OnboardCommand extends AdminTask {

    private static final int BYTES = 15;

    @Option(
            names = "--admin-username",
            paramLabel = "NAME",
            defaultValue = Login.FIRST_ADMINISTRATOR,
            description = "Default: ${DEFAULT-VALUE}.")
    private String username;

    @Option(names = "--admin-display-name", paramLabel = "NAME", description = "What others see.")
    private String displayName;

    @Mixin
    private PasswordOptions password;

    @Override
    void run(AdminApi api, Terminal terminal) {
        String given = password.given(terminal);
        String fresh = given == null ? random() : given;
        ObjectNode change = AdminApi.object().put("password", fresh);
        if (displayName != null) {
            change.put("display_name", displayName);
        }
        api.put("/users" + AdminApi.segment(username), change);
        Login login = root().login(options().hub());
        login.dropFirstPassword();
        login.with(username, fresh);
        if (given == null) {
            terminal.out().println(fresh);
            terminal.err().println("This is the password of " + username + ". It is shown this once.");
        }
        terminal.err().println(username + " is logged in; kept in " + root().keptLogins());
    }

    private static String random() {
        byte[] random = new byte[BYTES];
        new java.security.SecureRandom().nextBytes(random);
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
