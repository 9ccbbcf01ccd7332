package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.clawhub.standalone.launcher.HubState.RunningPart;
import io.clawhub.standalone.process.OsProcess;
import io.clawhub.standalone.process.Signal;
import io.clawhub.standalone.services.Together;

/** Parts that outlived their launcher, because it was killed. */
final class LeftOvers {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);

    private LeftOvers() {}

    /**
     * Stops them in order and forgets the state.
     *
     * @param held shows that no launcher is at work there
     * @return the names of what was still running
     */
    static List<String> stop(HubLock held, HubHome home) {
        Objects.requireNonNull(held);
        Optional<HubState> state = HubState.read(home.state());
        List<RunningPart> running = state.map(HubState::parts).orElse(List.of()).stream()
                .filter(part -> part.process().isPresent())
                .toList();
        running.stream().collect(Collectors.groupingBy(RunningPart::stopGroup)).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(group -> Together.forEach(group.getValue(), LeftOvers::stop));
        try {
            Files.deleteIfExists(home.state());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running.stream().map(RunningPart::name).toList();
    }

    private static void stop(RunningPart part) {
        // PostgreSQL's polite word is INT; the others take both alike.
        Signal signal = "postgres".equals(part.name()) ? Signal.INT : Signal.TERM;
        part.process().ifPresent((OsProcess process) -> process.stop(signal, STOP_DEADLINE));
    }
}
