package io.clawhub.client.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.clawhub.client.cli.ExitCode;
import io.clawhub.client.cli.Terminal;

/** Logs in, for the commands to come. */
@Command(
        name = "login",
        description = {
            "Log in as an administrator, and keep that for the commands to come, in a file that you alone may read.",
            "It lasts as long as it is used now and then, and ends with ./hub admin logout."
        })
final class LoginCommand extends AdminTask {

    @Option(
            names = "--username",
            paramLabel = "NAME",
            defaultValue = Login.FIRST_ADMINISTRATOR,
            description = "Default: ${DEFAULT-VALUE}.")
    private String username;

    @Mixin
    private PasswordOptions password;

    @Override
    public Integer call() {
        Terminal terminal = terminal();
        root().login(options().hub()).with(username, password.asked(terminal));
        terminal.err().println(username + " is logged in; kept in " + root().keptLogins());
        return ExitCode.OK;
    }

    @Override
    void run(AdminApi api, Terminal terminal) {
        // Logging in is all.
    }
}
