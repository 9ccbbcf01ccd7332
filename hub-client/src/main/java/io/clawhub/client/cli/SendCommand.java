package io.clawhub.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.Status;

/** Says one thing. */
@Command(
        name = "send",
        description = "Send a message to an agent, or into a conversation.",
        footer = {
            "",
            "Examples:",
            "  ./hub chat send --agent alice bob \"Hello!\"",
            "  date | ./hub chat send --agent alice bob -",
            "  ./hub chat send --agent alice bob \"The report\" --attach report.pdf",
            "  ./hub chat send --agent alice --wait delivered bob \"Are you there?\""
        })
final class SendCommand extends SessionTask {

    /** Far more than a hub takes; it says so itself. */
    private static final int MAX_CHARACTERS = 1 << 20;

    @Parameters(index = "0", paramLabel = "OTHER", description = "An agent, or a conversation's id.")
    private String other;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "What to say; \"-\" reads it from the standard input.")
    private String text;

    @Option(names = "--attach", paramLabel = "FILE", description = "A file to go with it; may be repeated.")
    private List<Path> files = List.of();

    @Option(
            names = "--wait",
            paramLabel = "HOW_FAR",
            defaultValue = "sent",
            description = "Until it is queued (on this disk), sent (the hub has it; the default) or delivered.")
    private Wait wait;

    @Option(names = "--reply-to", paramLabel = "MESSAGE", description = "The id of the message it answers.")
    private String replyTo;

    @Option(names = "--service", paramLabel = "SERVICE", description = "The service it is for.")
    private String service;

    @Option(names = "--json", description = "Print the message as JSON.")
    private boolean json;

    @Override
    int run(ChatSession session, Terminal terminal) throws IOException {
        if (text == null && files.isEmpty()) {
            throw wrong("What shall be said? Give a TEXT, \"-\" or --attach FILE");
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw wrong("\"" + file + "\" is no file that can be read");
            }
        }
        String words = "-".equals(text) ? piped(terminal) : text;
        if (wait != Wait.QUEUED || !files.isEmpty()) {
            session.connect(timeout());
        }
        OutgoingMessage message = Target.of(other)
                .say(words == null ? "" : words)
                .withReplyTo(replyTo)
                .withServiceId(service)
                .withAttachments(upload(session, terminal));
        Message sent;
        try {
            sent = session.send(message, wait, timeout());
        } catch (NotConnected e) {
            // The connection was there, or is not needed: it is only that the answer has not come.
            throw new NotInTime(e.getMessage());
        }
        return report(sent, terminal);
    }

    private List<Attachment> upload(ChatSession session, Terminal terminal) {
        List<Attachment> taken = new ArrayList<>();
        for (Path file : files) {
            taken.add(session.upload(
                    file, ProgressBar.of(terminal, file.getFileName().toString())));
        }
        return taken;
    }

    private int report(Message sent, Terminal terminal) {
        Status status = sent.status();
        terminal.out().println(json ? MessageJson.line(MessageJson.of(sent)) : status.wireName() + " " + sent.id());
        if (status == Status.FAILED || status == Status.CANCELLED) {
            terminal.err().println("It was not sent.");
            return ExitCode.FAILED;
        }
        if (status.compareTo(wanted()) < 0) {
            terminal.err()
                    .println("It is not yet " + wait.name().toLowerCase(Locale.ROOT)
                            + (status.compareTo(Status.SENT) < 0
                                    ? "; it goes out when this agent is connected the next time."
                                    : "; the hub keeps it for its recipient."));
            return ExitCode.NOT_IN_TIME;
        }
        return ExitCode.OK;
    }

    private Status wanted() {
        return Status.valueOf(wait.name());
    }

    private String piped(Terminal terminal) throws IOException {
        StringBuilder all = new StringBuilder();
        char[] chunk = new char[8192];
        for (int read = terminal.in().read(chunk);
                read >= 0;
                read = terminal.in().read(chunk)) {
            all.append(chunk, 0, read);
            if (all.length() > MAX_CHARACTERS) {
                throw wrong("That is too long for a message; send it as a file with --attach");
            }
        }
        String words = all.toString().stripTrailing();
        if (words.isEmpty() && files.isEmpty()) {
            throw wrong("There is nothing on the standard input");
        }
        return words;
    }
}
