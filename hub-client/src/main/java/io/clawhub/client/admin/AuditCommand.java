package io.clawhub.client.admin;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.clawhub.client.cli.Terminal;

/** What was done. */
@Command(name = "audit", description = "Print what administrators did, the newest first.")
final class AuditCommand extends AdminTask {

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "1 to 500; ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--before", paramLabel = "NUMBER", description = "Only what stands before this entry.")
    private Long before;

    @Override
    void run(AdminApi api, Terminal terminal) {
        JsonNode answer = api.get("/audit?limit=" + limit + (before == null ? "" : "&before=" + before));
        if (printed(answer, terminal)) {
            return;
        }
        Table table = new Table("NUMBER", "WHEN", "WHO", "FROM", "WHAT", "ON WHOM", "DETAILS");
        answer.path("entries")
                .forEach(entry -> table.row(
                        entry.path("number").asText(),
                        entry.path("at").asText(),
                        entry.path("actor").asText(),
                        entry.path("origin").asText(),
                        entry.path("act").asText(),
                        entry.path("subject").asText(),
                        entry.path("details").asText()));
        table.print(terminal.out());
    }
}
