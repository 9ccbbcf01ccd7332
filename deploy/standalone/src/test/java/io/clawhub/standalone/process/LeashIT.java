package io.clawhub.standalone.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.clawhub.standalone.backends.RedisBackend;

import static org.assertj.core.api.Assertions.assertThat;

class LeashIT {
    /** Starts a throw-away server, tells its pid and directory, and waits to be killed. */
    static final class Victim {
        public static void main(String[] arguments) throws InterruptedException {
            RedisBackend redis = new RedisBackend(Place.throwAway("redis"));
            redis.start();
            System.out.println(redis.pid() + " " + redis.place().directory());
            Thread.sleep(Duration.ofMinutes(5));
        }
    }

    @Test
    void aKilledJvmLeavesNeitherTheServerNorItsData() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Victim.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] told = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))
                .readLine()
                .split(" ");
        assertThat(ProcessHandle.of(Long.parseLong(told[0]))).isPresent();

        jvm.destroyForcibly();

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(ProcessHandle.of(Long.parseLong(told[0]))).isEmpty();
            assertThat(Path.of(told[1])).doesNotExist();
        });
    }
}
