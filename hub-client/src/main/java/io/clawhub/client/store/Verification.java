package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What reading every file found.
 *
 * @param messages lines of messages
 * @param lines good lines of all kinds
 * @param damagedLines lines that cannot be read
 * @param problems one sentence for each file with something wrong
 */
public record Verification(long messages, long lines, long damagedLines, List<String> problems) {

    /** Whether everything can be read. */
    public boolean good() {
        return problems.isEmpty();
    }

    static Verification of(WorkspaceFiles files) throws IOException {
        List<String> problems = new ArrayList<>();
        List<Document> documents = new ArrayList<>(List.of(files.config()));
        for (Changed which : Changed.values()) {
            if (which != Changed.LOG) {
                documents.add(files.of(which));
            }
        }
        for (Document document : documents) {
            Document.Found found = document.read();
            if (found.body() == null) {
                problems.add(document.file() + (found.missing() ? " is missing" : " cannot be read"));
            }
        }
        long messages = 0;
        long lines = 0;
        long damaged = 0;
        for (String conversation : files.logs().conversations()) {
            for (Path segment : files.logs().segments(conversation)) {
                try (LogReader reader = new LogReader(segment)) {
                    for (ObjectNode line = reader.previous(); line != null; line = reader.previous()) {
                        lines++;
                        messages += "msg".equals(Json.text(line, "r")) ? 1 : 0;
                    }
                    if (reader.damaged() > 0) {
                        damaged += reader.damaged();
                        problems.add(segment + " has " + reader.damaged() + " damaged lines");
                    }
                }
            }
        }
        return new Verification(messages, lines, damaged, List.copyOf(problems));
    }
}
