package io.clawhub.client.admin;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.clawhub.client.cli.Terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code hub admin}: its commands, and {@link #main}. */
@Command(
        name = "hub admin",
        description = "Administer a running Claw Chat Hub: people, agents, and what was done.",
        subcommands = {
            OnboardCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            UserCommand.class,
            AgentCommand.class,
            AuditCommand.class,
            ConfigCommand.class
        },
        footer = {
            "",
            "Ten seconds, with ./hub up in another terminal:",
            "  ./hub admin agent create weather        # prints the agent's token, once",
            "  ./hub admin user create ada             # prints a password, once",
            "",
            "On the machine of ./hub up nothing needs a login; elsewhere: ./hub admin login, or HUB_ADMIN_TOKEN.",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line, 3 no hub there."
        })
public final class AdminCommand implements Runnable {

    private final BufferedReader in;
    private final boolean person;
    private final boolean colours;
    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help; every command has its own.")
    private boolean help;

    AdminCommand(BufferedReader in, boolean person, boolean colours, Map<String, String> environment) {
        this.in = in;
        this.person = person;
        this.colours = colours;
        this.environment = Map.copyOf(environment);
    }

    /** Exits with a code of this package's documentation. */
    public static void main(String[] arguments) {
        boolean person = Terminal.isPerson(System.console());
        boolean colours = person && Terminal.wantsColours(System.getenv());
        BufferedReader in = new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8));
        System.exit(commandLine(new AdminCommand(in, person, colours, System.getenv()))
                .setOut(writer(FileDescriptor.out))
                .setErr(writer(FileDescriptor.err))
                .execute(arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
    }

    static CommandLine commandLine(AdminCommand root) {
        CommandLine commands = new CommandLine(root);
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ParameterException wrong) {
                        return command.getParameterExceptionHandler().handleParseException(wrong, new String[0]);
                    }
                    if (!(failure instanceof AdminFailure known)) {
                        throw failure;
                    }
                    // What the hub says may repeat what others said.
                    command.getErr().println(Terminal.harmless(known.getMessage()));
                    command.getErr().flush();
                    return known.exitCode();
                })
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        root.colours ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return commands;
    }

    Terminal terminal(CommandLine command) {
        return new Terminal(in, command.getOut(), command.getErr(), person, colours);
    }

    Login login(URI hub) {
        String home = variable("HUB_HOME");
        return new Login(
                hub,
                new KeptLogins(keptLogins()),
                variable("HUB_ADMIN_TOKEN"),
                home == null ? null : Path.of(home, "run", "admin-password"));
    }

    /** Where logins are kept. */
    Path keptLogins() {
        String file = variable("HUB_ADMIN_LOGINS");
        return file != null ? Path.of(file) : Path.of(System.getProperty("user.home"), ".gateway", "admin.json");
    }

    /** A variable of the environment; null if it is absent or empty. */
    String variable(String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? null : value;
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? Try: hub admin agent create NAME");
    }
}
