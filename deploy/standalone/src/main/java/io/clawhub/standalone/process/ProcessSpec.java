package io.clawhub.standalone.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process to start.
 *
 * @param name for messages, such as {@code kafka}
 * @param command the program and its arguments
 * @param environment added to this process' own environment
 * @param hiddenEnvironment names of variables of this process' environment that the new one does not get
 * @param directory where it starts
 * @param log receives both output streams, appended
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Set<String> hiddenEnvironment,
        Path directory,
        Path log) {
    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        hiddenEnvironment = Set.copyOf(hiddenEnvironment);
    }
}
