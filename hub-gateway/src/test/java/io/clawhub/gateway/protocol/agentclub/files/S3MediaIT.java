package io.clawhub.gateway.protocol.agentclub.files;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.attachments.S3Server;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that keeps its files in an object store, and allows little of them. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
@WithTestResource(PostgresTestResource.class)
@WithTestResource(S3MediaIT.Bucket.class)
@TestProfile(S3MediaIT.Settings.class)
class S3MediaIT {

    private static final int DAILY = 100_000;

    /** The S3 server. */
    public static final class Bucket implements QuarkusTestResourceLifecycleManager {
        private S3Server server;

        @Override
        public Map<String, String> start() {
            try {
                server = S3Server.start();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return server.settings();
        }

        @Override
        public void stop() {
            if (server != null) {
                server.close();
            }
        }
    }

    /** Little room. */
    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>();
            settings.put("hub.history.url", "http://127.0.0.1:1");
            settings.put("hub.presence.url", "http://127.0.0.1:1");
            settings.put("hub.attachments.daily-bytes", Integer.toString(DAILY));
            return settings;
        }

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TestUploaders.class);
        }
    }

    @TestHTTPResource("/")
    URI hub;

    @Test
    void filesGoToTheBucketAndComeFromIt() throws Exception {
        FileClient client = new FileClient(hub);
        byte[] bytes = FileClient.png(90_000);
        String url = FileClient.json(client.asAgent("painter", "a.png", bytes))
                .path("url")
                .asText();

        HttpResponse<byte[]> whole = client.fetch(url);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(bytes);
        HttpResponse<byte[]> part = client.fetch(url, "Range", "bytes=1-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(new byte[] {'P', 'N', 'G'});
    }

    @Test
    void nobodyFillsTheStore() throws Exception {
        FileClient client = new FileClient(hub);
        assertThat(client.asAgent("greedy", "a.png", FileClient.png(DAILY - 10)).statusCode())
                .isEqualTo(200);

        HttpResponse<String> refused = client.asAgent("greedy", "b.png", FileClient.png(11));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(FileClient.json(refused).path("error").asText()).contains("100000 bytes", "24 hours", "99990");
        assertThat(client.asAgent("greedy", "c.png", FileClient.png(10)).statusCode())
                .isEqualTo(200);
        assertThat(client.asAgent("modest", "d.png", FileClient.png(11)).statusCode())
                .isEqualTo(200);
    }
}
