package io.clawhub.client.admin;

import picocli.CommandLine.Command;

import io.clawhub.client.cli.Terminal;

/** Ends the login that was kept. */
@Command(name = "logout", description = "End the login that was kept.")
final class LogoutCommand extends AdminTask {

    @Override
    void run(AdminApi api, Terminal terminal) {
        api.post("/logout", null);
        root().login(options().hub()).forget();
    }
}
