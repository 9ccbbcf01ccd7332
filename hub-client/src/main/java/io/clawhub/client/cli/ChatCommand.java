package io.clawhub.client.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import static java.nio.charset.StandardCharsets.UTF_8;

/** {@code hub chat}: its commands, and {@link #main}. */
@Command(
        name = "hub chat",
        description = "Talk over a running Claw Chat Hub.",
        subcommands = {
            TalkCommand.class,
            SendCommand.class,
            ListenCommand.class,
            HistoryCommand.class,
            PendingCommand.class,
            ContactsCommand.class,
            RequestCommand.class,
            AcceptCommand.class,
            RejectCommand.class,
            EndCommand.class,
            GroupsCommand.class,
            DownloadCommand.class,
            LoginCommand.class
        },
        footer = {
            "",
            "Ten seconds, in two terminals:",
            "  ./hub chat talk --agent alice bob",
            "  ./hub chat talk --agent bob alice",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line, 3 no hub there,",
            "4 workspace in use, 5 not in time, 130 Ctrl-C."
        })
public final class ChatCommand implements Runnable {

    /** Held, because loggers are otherwise collected together with their level. */
    private static final Logger LIBRARY = Logger.getLogger("io.clawhub");

    private final ChatSession.Factory sessions;
    private final BufferedReader in;
    private final boolean person;
    private final boolean colours;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help; every command has its own.")
    private boolean help;

    ChatCommand(ChatSession.Factory sessions, BufferedReader in, boolean person, boolean colours) {
        this.sessions = sessions;
        this.in = in;
        this.person = person;
        this.colours = colours;
    }

    /** Exits with a code of this package's documentation. */
    public static void main(String[] arguments) {
        boolean person = Terminal.isPerson(System.console());
        boolean colours = person && Terminal.wantsColours(System.getenv());
        if (!List.of(arguments).contains("--verbose")) {
            LIBRARY.setLevel(Level.OFF);
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), UTF_8));
        System.exit(commandLine(new ChatCommand(IMChatSession::open, in, person, colours))
                .setOut(writer(FileDescriptor.out))
                .setErr(writer(FileDescriptor.err))
                .execute(arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
    }

    static CommandLine commandLine(ChatCommand root) {
        Failures failures = new Failures();
        CommandLine commands = new CommandLine(root);
        commands.setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(root.colours ? Ansi.ON : Ansi.OFF));
        return commands;
    }

    ChatSession.Factory sessions() {
        return sessions;
    }

    Terminal terminal(CommandLine command) {
        return new Terminal(in, command.getOut(), command.getErr(), person, colours);
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? Try: hub chat talk --agent ME OTHER");
    }
}
