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

/** People. */
@Command(
        name = "user",
        description = "People and their sessions.",
        subcommands = {
            UserCommand.Create.class,
            UserCommand.ListAll.class,
            UserCommand.Edit.class,
            UserCommand.Delete.class,
            UserCommand.Sessions.class
        })
final class UserCommand implements Runnable {

    private static final String PATH = "/users";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, list, edit, delete or sessions?");
    }

    /** A command about a person. */
    abstract static class Task extends AdminTask {

        @Parameters(index = "0", paramLabel = "NAME", description = "The username, or the id.")
        private String name;

        final String name() {
            return name;
        }

        final String path() {
            return PATH + AdminApi.segment(name);
        }
    }

    @Command(
            name = "create",
            description = "Make an account. Without a password a random one is made and printed, once.")
    static final class Create extends Task {

        @Option(names = "--role", paramLabel = "admin|user", defaultValue = "user")
        private String role;

        @Option(names = "--display-name", paramLabel = "NAME", description = "What others see.")
        private String displayName;

        @Mixin
        private PasswordOptions password;

        @Override
        void run(AdminApi api, Terminal terminal) {
            ObjectNode body = AdminApi.object().put("username", name()).put("role", role);
            body.put("display_name", displayName).put("password", password.given(terminal));
            JsonNode made = api.post(PATH, body);
            if (printed(made, terminal)) {
                return;
            }
            if (made.has("password")) {
                terminal.out().println(made.path("password").asText());
                terminal.err().println("This is the password of " + name() + ". It is shown this once.");
            }
        }
    }

    @Command(name = "list", description = "Print who has an account.")
    static final class ListAll extends AdminTask {

        @Override
        void run(AdminApi api, Terminal terminal) {
            JsonNode answer = api.get(PATH);
            if (printed(answer, terminal)) {
                return;
            }
            Table table = new Table("USERNAME", "DISPLAY", "ROLE", "STATUS", "LAST ACTIVE");
            answer.path("users")
                    .forEach(user -> table.row(
                            user.path("username").asText(),
                            user.path("display_name").asText(),
                            user.path("role").asText(),
                            user.path("status").asText(),
                            user.path("last_active_at").asText("-").replace("null", "-")));
            table.print(terminal.out());
        }
    }

    @Command(name = "edit", description = "Change an account. A new role or password ends the person's sessions.")
    static final class Edit extends Task {

        @Option(names = "--role", paramLabel = "admin|user")
        private String role;

        @Option(names = "--display-name", paramLabel = "NAME", description = "What others see.")
        private String displayName;

        @Mixin
        private PasswordOptions password;

        @Override
        void run(AdminApi api, Terminal terminal) {
            String fresh = password.given(terminal);
            if (role == null && displayName == null && fresh == null) {
                throw AdminFailure.usage("Say what to change: --role, --display-name, --password-stdin");
            }
            ObjectNode body = AdminApi.object().put("role", role);
            printed(api.put(path(), body.put("display_name", displayName).put("password", fresh)), terminal);
        }
    }

    @Command(name = "delete", description = "Remove an account. What the person said stays in the history.")
    static final class Delete extends Task {

        @Mixin
        private Confirmation confirmation;

        @Override
        void run(AdminApi api, Terminal terminal) {
            JsonNode sessions = api.get(path() + "/sessions");
            confirmation.require(
                    terminal,
                    "The account " + name() + " goes, with "
                            + sessions.path("count").asInt() + " session(s).");
            printed(api.delete(path()), terminal);
        }
    }

    @Command(name = "sessions", description = "Print a person's sessions, or end them.")
    static final class Sessions extends Task {

        @Option(names = "--end", description = "End all of them.")
        private boolean end;

        @Override
        void run(AdminApi api, Terminal terminal) {
            JsonNode answer = end ? api.delete(path() + "/sessions") : api.get(path() + "/sessions");
            if (printed(answer, terminal)) {
                return;
            }
            if (end) {
                terminal.err().println(answer.path("ended").asInt() + " session(s) ended");
                return;
            }
            Table table = new Table("SINCE", "FROM", "UNTIL");
            answer.path("credentials")
                    .forEach(one -> table.row(
                            one.path("created_at").asText(),
                            one.path("origin").asText(),
                            one.path("valid_until").asText()));
            table.print(terminal.out());
        }
    }
}
