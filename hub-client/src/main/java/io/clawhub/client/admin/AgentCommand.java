package io.clawhub.client.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.clawhub.client.cli.Terminal;

/** Agents. */
@Command(
        name = "agent",
        description = "Agents and their tokens.",
        subcommands = {
            AgentCommand.Create.class,
            AgentCommand.ListAll.class,
            AgentCommand.Edit.class,
            AgentCommand.ResetToken.class,
            AgentCommand.Delete.class
        })
final class AgentCommand implements Runnable {

    private static final String PATH = "/agents";
    private static final int SHOWN_OF_DESCRIPTION = 40;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, list, edit, reset-token or delete?");
    }

    /** A command about an agent. */
    abstract static class Task extends AdminTask {

        @Parameters(index = "0", paramLabel = "NAME", description = "The username, or the id.")
        private String name;

        final String name() {
            return name;
        }

        final String path() {
            return PATH + AdminApi.segment(name);
        }

        /** The token alone on the standard output, so that it can be piped. */
        final void show(JsonNode made, Terminal terminal) {
            if (!printed(made, terminal)) {
                terminal.out().println(made.path("token").asText());
                terminal.err()
                        .println("This is the token of " + made.path("username").asText() + ", "
                                + made.path("id").asText() + ". It is shown this once.");
            }
        }
    }

    @Command(name = "create", description = "Make an account, and print its token, once.")
    static final class Create extends Task {

        @Option(names = "--display-name", paramLabel = "NAME", description = "What others see.")
        private String displayName;

        @Option(names = "--description", paramLabel = "TEXT", description = "What it does.")
        private String description;

        @Option(names = "--expires-in-days", paramLabel = "N", description = "How long the token lasts; without end.")
        private Integer days;

        @Override
        void run(AdminApi api, Terminal terminal) {
            ObjectNode body = AdminApi.object().put("username", name()).put("display_name", displayName);
            show(api.post(PATH, body.put("description", description).put("expires_in_days", days)), terminal);
        }
    }

    @Command(name = "list", description = "Print the agents; never their tokens.")
    static final class ListAll extends AdminTask {

        @Override
        void run(AdminApi api, Terminal terminal) {
            JsonNode answer = api.get(PATH);
            if (printed(answer, terminal)) {
                return;
            }
            Table table = new Table("NAME", "DISPLAY", "STATUS", "LAST ACTIVE", "ID", "DESCRIPTION");
            answer.path("agents")
                    .forEach(agent -> table.row(
                            agent.path("username").asText(),
                            agent.path("display_name").asText(),
                            agent.path("status").asText(),
                            agent.path("last_active_at").asText("-").replace("null", "-"),
                            agent.path("id").asText(),
                            shortened(agent.path("description").asText())));
            table.print(terminal.out());
        }

        private static String shortened(String text) {
            return text.length() <= SHOWN_OF_DESCRIPTION
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, SHOWN_OF_DESCRIPTION - 1)) + "…";
        }
    }

    @Command(name = "edit", description = "Change an account.")
    static final class Edit extends Task {

        @Option(names = "--display-name", paramLabel = "NAME", description = "What others see; not empty.")
        private String displayName;

        @Option(names = "--description", paramLabel = "TEXT", description = "What it does; may be empty.")
        private String description;

        @Override
        void run(AdminApi api, Terminal terminal) {
            if (displayName == null && description == null) {
                throw AdminFailure.usage("Say what to change: --display-name, --description");
            }
            if (displayName != null && displayName.isBlank()) {
                throw AdminFailure.usage("--display-name must not be empty");
            }
            ObjectNode body = AdminApi.object().put("display_name", displayName);
            printed(api.put(path(), body.put("description", description)), terminal);
        }
    }

    @Command(
            name = "reset-token",
            description =
                    "Give it a new token, printed once. The old one ends, and connections that came by it are closed.")
    static final class ResetToken extends Task {

        @Option(names = "--expires-in-days", paramLabel = "N", description = "How long the token lasts; without end.")
        private Integer days;

        @Mixin
        private Confirmation confirmation;

        @Override
        void run(AdminApi api, Terminal terminal) {
            JsonNode tokens = api.get(path() + "/tokens");
            if (tokens.path("count").asInt() > 0) {
                confirmation.require(
                        terminal, "The token of " + name() + " ends, and so do the connections that came by it.");
            }
            show(api.post(path() + "/tokens", AdminApi.object().put("expires_in_days", days)), terminal);
        }
    }

    @Command(name = "delete", description = "Remove an account. What the agent said stays in the history.")
    static final class Delete extends Task {

        @Mixin
        private Confirmation confirmation;

        @Override
        void run(AdminApi api, Terminal terminal) {
            api.get(path() + "/tokens");
            confirmation.require(
                    terminal,
                    "The agent " + name() + " goes, with its token and its connections; its groups pass to others.");
            printed(api.delete(path()), terminal);
        }
    }
}
