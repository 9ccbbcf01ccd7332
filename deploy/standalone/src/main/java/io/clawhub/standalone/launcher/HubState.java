package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.clawhub.standalone.process.OsProcess;
import io.clawhub.standalone.process.Part;

/**
 * What runs, as the launcher wrote it down. It may be out of date: processes are recognised by pid and mark.
 *
 * @param launcherPid the process of {@code ./hub up}
 * @param startedAt ISO-8601
 * @param parts in the order in which they stop
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HubState(long launcherPid, String startedAt, List<RunningPart> parts) {
    /** Part of the launcher's command line. */
    static final String LAUNCHER_MARK = HubCommand.class.getName();

    private static final ObjectMapper JSON = new ObjectMapper();

    HubState {
        parts = List.copyOf(parts);
    }

    /**
     * @param pid of its process, 0 while it has none
     * @param mark part of its command line
     * @param stopGroup parts of one group stop together, lower groups first
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record RunningPart(String name, int port, long pid, String mark, int stopGroup) {
        static RunningPart of(Part part, int stopGroup) {
            return new RunningPart(
                    part.name(),
                    part.port(),
                    part.isAlive() ? part.pid() : 0,
                    part.place().directory().toString(),
                    stopGroup);
        }

        Optional<OsProcess> process() {
            return pid == 0 ? Optional.empty() : OsProcess.find(pid, mark);
        }
    }

    Optional<OsProcess> launcher() {
        return OsProcess.find(launcherPid, LAUNCHER_MARK);
    }

    /** Empty if there is none or it is unreadable, as after a crash of the machine. */
    static Optional<HubState> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), HubState.class));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All or nothing. */
    void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.write(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
