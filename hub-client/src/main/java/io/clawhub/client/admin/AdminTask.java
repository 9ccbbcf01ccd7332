package io.clawhub.client.admin;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import io.clawhub.client.cli.ExitCode;
import io.clawhub.client.cli.Terminal;

/** A command of an administrator. */
abstract class AdminTask implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminOptions options;

    /** Does it; the hub knows who asks. */
    abstract void run(AdminApi api, Terminal terminal);

    @Override
    public Integer call() {
        Login login = root().login(options.hub());
        login.enter();
        Terminal terminal = terminal();
        try {
            run(login.api(), terminal);
        } catch (AdminFailure failure) {
            // A login that was kept may have ended.
            if (!failure.isUnauthorized()) {
                throw failure;
            }
            if (!login.enterAnew()) {
                throw login.missing();
            }
            run(login.api(), terminal);
        }
        return ExitCode.OK;
    }

    final AdminOptions options() {
        return options;
    }

    final AdminCommand root() {
        return (AdminCommand) spec.root().userObject();
    }

    final Terminal terminal() {
        return root().terminal(spec.commandLine());
    }

    /** Prints an answer as it is if that was asked for; whether it was. */
    final boolean printed(JsonNode answer, Terminal terminal) {
        if (options.json()) {
            terminal.out().println(answer);
        }
        return options.json();
    }
}
