package io.clawhub.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.clawhub.client.message.Attachment;

/** Takes a file from the hub. */
@Command(
        name = "download",
        description = "Take a file from the hub into the workspace, and say where it is.",
        footer = {
            "",
            "Example:",
            "  ./hub chat download --agent bob att_0123456789abcdef0123456789abcdef --output report.pdf"
        })
final class DownloadCommand extends SessionTask {

    @Parameters(index = "0", paramLabel = "FILE", description = "The file's id, as messages show it.")
    private String id;

    @Option(names = "--output", paramLabel = "PATH", description = "Copy it there; what is there is not overwritten.")
    private Path output;

    @Override
    int run(ChatSession session, Terminal terminal) throws IOException {
        if (!id.matches("att_[0-9a-f]{32}")) {
            throw wrong("\"" + id + "\" is no file's id: att_ and 32 hex digits");
        }
        if (output != null && Files.exists(output)) {
            throw wrong("\"" + output + "\" exists already");
        }
        Path taken = session.download(new Attachment(id, id, null, 0, null), ProgressBar.of(terminal, id));
        if (output != null) {
            Files.copy(taken, output, StandardCopyOption.COPY_ATTRIBUTES);
        }
        terminal.out().println(output == null ? taken : output);
        return ExitCode.OK;
    }
}
