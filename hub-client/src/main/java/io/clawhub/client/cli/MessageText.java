package io.clawhub.client.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.clawhub.client.message.Attachment;
import io.clawhub.client.message.Message;

/** A message as a person reads it. */
final class MessageText {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** Lines after the first begin with blanks: without them a text could pass for messages of others. */
    private static final String NEXT_LINE = "\n       ";

    private static final double KIB = 1024;

    private MessageText() {}

    /** Time, who, in which group, what, which files; in more lines if the text has them. */
    static String of(Message message, Terminal terminal) {
        StringBuilder text = new StringBuilder();
        text.append(terminal.dim(time(message))).append("  ");
        text.append(terminal.bold(Terminal.line(String.valueOf(message.from()))));
        if (message.conversationKind() != null && !"direct".equals(message.conversationKind())) {
            text.append(terminal.dim(" in " + Terminal.line(message.conversationId())));
        }
        text.append(": ").append(indented(message.text()));
        for (Attachment file : message.attachments()) {
            text.append(NEXT_LINE).append(terminal.dim("file " + describe(file)));
        }
        return text.toString();
    }

    private static String indented(String text) {
        return text == null ? "" : Terminal.harmless(text).stripTrailing().replace("\n", NEXT_LINE);
    }

    /** The name without the directories that its sender may have written before it. */
    static String describe(Attachment file) {
        String name = Terminal.line(String.valueOf(file.name()));
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return last + " (" + size(file.size()) + ", " + Terminal.line(String.valueOf(file.id())) + ")";
    }

    static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        return bytes < KIB * KIB
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / KIB)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (KIB * KIB));
    }

    private static String time(Message message) {
        Instant at = message.ts() == null ? message.localTs() : message.ts();
        if (at == null) {
            return "     ";
        }
        ZonedDateTime local = at.atZone(ZoneId.systemDefault());
        return local.toLocalDate().equals(LocalDate.now()) ? TODAY.format(local) : EARLIER.format(local);
    }
}
