package io.clawhub.client.cli;

import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Groups and their members. */
@Command(
        name = "groups",
        description = "Make a group, and say who belongs to it.",
        subcommands = {
            GroupsCommand.Create.class,
            GroupsCommand.Add.class,
            GroupsCommand.Remove.class,
            GroupsCommand.Leave.class,
            GroupsCommand.Members.class
        },
        footer = {
            "",
            "Examples:",
            "  ./hub chat groups create --agent alice \"Weather people\" bob carol",
            "  ./hub chat send --agent alice gc_0123456789abcdef0123456789abcdef \"Hello, all\""
        })
final class GroupsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "create, add, remove, leave or members?");
    }

    @Command(name = "create", description = "Make a group of these and yourself; prints its conversation's id.")
    static final class Create extends SessionTask {

        @Parameters(index = "0", paramLabel = "NAME")
        private String name;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "MEMBER")
        private List<String> members;

        @Override
        int run(ChatSession session, Terminal terminal) {
            session.connect(timeout());
            terminal.out().println(session.createGroup(name, members));
            return ExitCode.OK;
        }
    }

    /** A command about a group that exists. */
    abstract static class GroupTask extends SessionTask {

        @Parameters(index = "0", paramLabel = "GROUP", description = "Its conversation's id.")
        private String group;

        final String group() {
            return group;
        }
    }

    @Command(name = "add", description = "Take these into a group.")
    static final class Add extends GroupTask {

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "MEMBER")
        private List<String> members;

        @Override
        int run(ChatSession session, Terminal terminal) {
            session.connect(timeout());
            session.addMembers(group(), members);
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Put these out of a group.")
    static final class Remove extends GroupTask {

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "MEMBER")
        private List<String> members;

        @Override
        int run(ChatSession session, Terminal terminal) {
            session.connect(timeout());
            session.removeMembers(group(), members);
            return ExitCode.OK;
        }
    }

    @Command(name = "leave", description = "Leave a group.")
    static final class Leave extends GroupTask {

        @Override
        int run(ChatSession session, Terminal terminal) {
            session.connect(timeout());
            session.leaveGroup(group());
            return ExitCode.OK;
        }
    }

    @Command(name = "members", description = "Print who belongs to a group.")
    static final class Members extends GroupTask {

        @Override
        int run(ChatSession session, Terminal terminal) {
            session.connect(timeout());
            session.members(group()).forEach(member -> terminal.out().println(Terminal.line(member)));
            return ExitCode.OK;
        }
    }
}
