package io.clawhub.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.IMClient;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** An agent's process is killed again and again while it receives and sends. */
@ExtendWith(CalmHub.class)
class SdkKillIT {

    /** More in the soak; see {@code -Dclawhub.kills}. */
    private static final int KILLS = Integer.getInteger("clawhub.kills", 12);

    private static final int MESSAGES_A_LIFE = 40;
    private static final int LONGEST_LIFE_MILLIS = 1_500;
    private static final Duration LONG = Duration.ofMinutes(3);

    private final String url;

    @TempDir
    Path home;

    SdkKillIT(HubProcesses hub) {
        this.url = "http://127.0.0.1:" + URI.create(hub.gatewayUrl(1)).getPort();
    }

    @Test
    void everyMessageIsAnsweredOnceAndInOrder() throws IOException, InterruptedException {
        String employee = Names.fresh("employee");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> answers = Collections.synchronizedList(new ArrayList<>());
        List<String> expected = new ArrayList<>();
        try (IMClient asking = new IMClient(home.resolve("asking").toString(), url, Names.fresh("asking"))) {
            asking.onMessage(message -> answers.add(message.text()));
            assertThat(asking.connect(Soon.DEADLINE)).isTrue();

            for (int life = 0; life < KILLS; life++) {
                Process process = start(employee);
                for (int number = 0; number < MESSAGES_A_LIFE; number++) {
                    String text = "question " + life + "/" + number;
                    asking.sendMessage(employee, text);
                    expected.add("re: " + text);
                }
                if (!process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            Process last = start(employee);
            try {
                Soon.within(LONG).until(() -> new HashSet<>(answers).size() >= expected.size());
            } finally {
                last.destroyForcibly().waitFor();
            }

            assertThat(List.copyOf(answers)).as("seed %d", seed).containsExactlyElementsOf(expected);
        }
    }

    private Process start(String employee) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEmployee.class.getName(),
                        url,
                        home.resolve("employee").toString(),
                        employee)
                .redirectError(home.resolve("employee.log").toFile())
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).as("see employee.log").isEqualTo("started");
        return process;
    }
}
