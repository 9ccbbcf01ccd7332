package io.clawhub.client.admin;

import java.net.URI;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.clawhub.client.cli.ExitCode;
import io.clawhub.client.cli.Terminal;

/** What this command line goes by. */
@Command(name = "config", description = "Print which hub this is about and how you are known to it; no secrets.")
final class ConfigCommand extends AdminTask {

    @Parameters(index = "0", arity = "0..1", paramLabel = "show", defaultValue = "show", hidden = true)
    private String verb;

    @Override
    public Integer call() {
        if (!"show".equals(verb)) {
            throw AdminFailure.usage("config shows, and does nothing else");
        }
        URI hub = options().hub();
        ObjectNode config = AdminApi.object()
                .put("url", hub.toString())
                .put("logins", root().keptLogins().toString())
                .put("login", how(hub));
        Terminal terminal = terminal();
        if (!printed(config, terminal)) {
            config.properties().forEach(one -> terminal.out()
                    .println(one.getKey() + ": " + Terminal.line(one.getValue().asText())));
        }
        return ExitCode.OK;
    }

    @Override
    void run(AdminApi api, Terminal terminal) {
        // Nothing is asked of the hub.
    }

    private String how(URI hub) {
        if (root().variable("HUB_ADMIN_TOKEN") != null) {
            return "HUB_ADMIN_TOKEN";
        }
        if (new KeptLogins(root().keptLogins()).of(hub) != null) {
            return "kept";
        }
        return root().login(hub).firstPassword() == null ? "none" : "the first administrator's password";
    }
}
