package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.standalone.backends.HubRoot;
import io.clawhub.standalone.process.OsProcess;
import io.clawhub.standalone.process.Ports;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher as a process, with the backends only: the services are built after this module. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class UpCommandIT {
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<Process, Path> outputs = new HashMap<>();
    private Process up;

    @BeforeEach
    void chooseHomeAndPorts() {
        List<Integer> ports = Ports.random(3);
        environment.put("HUB_HOME", directory.resolve("home").toString());
        environment.put("HUB_PORT_POSTGRES", ports.get(0).toString());
        environment.put("HUB_PORT_REDIS", ports.get(1).toString());
        environment.put("HUB_PORT_KAFKA", ports.get(2).toString());
    }

    @AfterEach
    void stopWhatIsLeft() throws IOException, InterruptedException {
        if (up != null) {
            up.destroyForcibly();
        }
        hub("down").waitFor();
    }

    @Test
    void runsUntilItIsToldToStopAndLeavesNothingRunning() throws Exception {
        up = hub("up", "--backends-only");
        awaitReady();
        List<OsProcess> parts = parts();
        assertThat(parts).hasSize(3);
        assertThat(hub("status").waitFor()).isZero();

        Process second = hub("up", "--backends-only");
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(output(second)).contains("already running (pid " + up.pid() + ")");

        assertThat(hub("down").waitFor()).isZero();
        assertThat(up.isAlive()).isFalse();
        assertThat(parts).noneMatch(OsProcess::isAlive);
        assertThat(output(up)).containsSubsequence("Stopping kafka, redis", "Stopping postgres");
        assertThat(hub("status").waitFor()).isEqualTo(1);
    }

    @Test
    void aKilledBackendComesBack() throws Exception {
        up = hub("up", "--backends-only");
        awaitReady();
        long before = redisPid();

        OsProcess.find(before, "redis").orElseThrow().kill();

        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> redisPid() != before && hub("status").waitFor() == 0);
        Awaitility.await().atMost(DEADLINE).untilAsserted(() -> assertThat(output(up))
                .contains("redis (pid " + before + ") ended by itself", "redis is back"));
    }

    @Test
    void whatAKilledLauncherLeftIsStoppedByTheNext() throws Exception {
        up = hub("up", "--backends-only");
        awaitReady();
        List<OsProcess> left = parts();
        up.destroyForcibly().waitFor();
        assertThat(left).allMatch(OsProcess::isAlive);
        assertThat(hub("status").waitFor()).isEqualTo(1);

        up = hub("up", "--backends-only");
        awaitReady();

        assertThat(left).noneMatch(OsProcess::isAlive);
        assertThat(output(up)).contains("Stopped what an earlier hub had left running");
        assertThat(hub("status").waitFor()).isZero();
    }

    private long redisPid() {
        return HubState.read(stateFile()).orElseThrow().parts().stream()
                .filter(part -> "redis".equals(part.name()))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private List<OsProcess> parts() {
        return HubState.read(stateFile()).orElseThrow().parts().stream()
                .flatMap(part -> part.process().stream())
                .toList();
    }

    private Path stateFile() {
        return directory.resolve("home/run/hub.json");
    }

    private void awaitReady() {
        Awaitility.await().atMost(DEADLINE).until(() -> {
            assertThat(up.isAlive()).as(output(up)).isTrue();
            return output(up).contains("ready in");
        });
    }

    private Process hub(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + HubRoot.PROPERTY + "=" + HubRoot.find(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HubCommand.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        outputs.put(process, output);
        return process;
    }

    private String output(Process process) throws IOException {
        return Files.readString(outputs.get(process));
    }
}
