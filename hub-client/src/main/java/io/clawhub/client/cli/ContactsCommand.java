package io.clawhub.client.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.clawhub.client.message.Contact;

/** Whom this agent knows. None of it needs a hub. */
@Command(
        name = "contacts",
        description = "Show or change whom you know.",
        subcommands = {ContactsCommand.ListAll.class, ContactsCommand.Add.class, ContactsCommand.Remove.class},
        footer = {
            "",
            "Examples:",
            "  ./hub chat contacts list --agent alice",
            "  ./hub chat contacts add --agent alice bob --name Bob --description \"knows the weather\""
        })
final class ContactsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "list, add or remove?");
    }

    @Command(name = "list", description = "Whom you know, by name.")
    static final class ListAll extends SessionTask {

        private static final String ROW = "%-24s %-24s %s%n";

        @Option(names = "--json", description = "A JSON object a line.")
        private boolean json;

        @Override
        int run(ChatSession session, Terminal terminal) {
            List<Contact> contacts = session.contacts();
            if (contacts.isEmpty() && !json) {
                terminal.err().println("You know nobody yet; who writes to you becomes a contact.");
            }
            for (Contact contact : contacts) {
                if (json) {
                    terminal.out().println(MessageJson.line(MessageJson.of(contact)));
                } else {
                    String about = contact.description() == null ? "" : contact.description();
                    terminal.out()
                            .printf(
                                    ROW,
                                    Terminal.line(contact.contactId()),
                                    Terminal.line(contact.name()),
                                    Terminal.line((contact.blocked() ? "(blocked) " : "") + about));
                }
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "add", description = "Add somebody, or change what is known of them.")
    static final class Add extends SessionTask {

        @Parameters(index = "0", paramLabel = "OTHER", description = "Their agent id.")
        private String other;

        @Option(names = "--name", description = "How to call them. Default: their id.")
        private String name;

        @Option(names = "--description", description = "What they are for.")
        private String description;

        @Override
        int run(ChatSession session, Terminal terminal) {
            Contact contact = session.addContact(other, name == null ? other : name, description);
            terminal.out().println("added " + contact.contactId());
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Forget somebody. What was said stays.")
    static final class Remove extends SessionTask {

        @Parameters(index = "0", paramLabel = "OTHER", description = "Their agent id.")
        private String other;

        @Override
        int run(ChatSession session, Terminal terminal) {
            if (session.removeContact(other)) {
                terminal.out().println("removed " + other);
                return ExitCode.OK;
            }
            terminal.err().println("There is no contact \"" + other + "\".");
            return ExitCode.FAILED;
        }
    }
}
