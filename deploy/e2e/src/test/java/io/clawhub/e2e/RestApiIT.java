package io.clawhub.e2e;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.e2e.SeedChatClient.Requested;
import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** The protocol's HTTP interface, asked on the gateway where nothing of it happened. */
@ExtendWith(CalmHub.class)
class RestApiIT {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final HubProcesses hub;
    private final Rest rest;
    private final String provider = Names.fresh("provider");
    private final String consumer = Names.fresh("consumer");
    private final String service = Names.fresh("svc");
    private Offer offer;

    RestApiIT(HubProcesses hub) {
        this.hub = hub;
        this.rest = Rest.of(hub, 2);
    }

    @BeforeEach
    void offerService() {
        offer = Offer.of(hub, 1, provider, service);
    }

    @AfterEach
    void withdrawService() {
        offer.close();
    }

    @Test
    void healthCounts() {
        Rest.Answer health = rest.get("/health");

        assertThat(health.status()).isEqualTo(OK);
        assertThat(health.json().path("status").asText()).isEqualTo("healthy");
        for (String name : List.of("version", "services", "clients")) {
            assertThat(health.json().has(name)).as(name).isTrue();
        }
    }

    @Test
    void serviceIsListedDescribedAndWithdrawn() {
        JsonNode listed = rest.get("/api/services?q=" + service).json();
        JsonNode described = rest.get("/api/services/" + service).json();
        Rest.Answer unknown = rest.get("/api/services/" + service + "-not");
        int byStranger = rest.as(consumer).delete("/api/services/" + service).status();
        int byOwner = rest.as(provider).delete("/api/services/" + service).status();

        assertThat(listed.isArray()).isTrue();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("status").asText()).isEqualTo("online");
        assertThat(described.path("service_id").asText()).isEqualTo(service);
        assertThat(unknown.status()).isEqualTo(NOT_FOUND);
        assertThat(unknown.json().has("error")).isTrue();
        assertThat(byStranger).isEqualTo(403);
        assertThat(byOwner).isBetween(OK, 204);
        assertThat(rest.get("/api/services?q=" + service).json()).isEmpty();
    }

    @Test
    void serviceIsOfflineWhenItsProviderHasGone() {
        offer.close();

        Soon.await().until(() -> rest.get("/api/services?q=" + service).json().isEmpty());
        assertThat(rest.get("/api/services/" + service).json().path("status").asText())
                .isEqualTo("offline");
    }

    @Test
    void documentationIsMarkdown() {
        String documented = Names.fresh("svc");
        offer.connection()
                .socket()
                .send(Offer.registration(documented)
                        .put("request_id", "r1")
                        .put("skill_doc", "# How to use it")
                        .toString());
        offer.connection()
                .awaitFrame(frame -> "registered".equals(Frames.type(frame))
                        && documented.equals(frame.path("service_id").asText()));

        Rest.Answer document = rest.get("/api/services/" + documented + "/skill.md");

        assertThat(document.contentType()).startsWith("text/markdown");
        assertThat(document.body()).contains("# How to use it");
    }

    @Test
    void ratingsAreCountedOnceForEachAgent() {
        for (int score : List.of(1, 4)) {
            Rest.Answer rated = rest.as(consumer)
                    .post(
                            "/api/ratings",
                            Frames.object()
                                    .put("service_id", service)
                                    .put("score", score)
                                    .put("comment", "so so"));
            assertThat(rated.status()).as(rated.body()).isBetween(OK, 204);
        }

        JsonNode ratings = rest.get("/api/services/" + service + "/ratings").json();

        assertThat(ratings.path("service_id").asText()).isEqualTo(service);
        assertThat(ratings.path("total").asInt()).isEqualTo(1);
        assertThat(ratings.path("average").asDouble()).isEqualTo(4);
        assertThat(ratings.has("distribution")).isTrue();
    }

    @Test
    void usersNeedTheirKey() {
        Rest.Answer registered = rest.post("/api/users", Frames.object().put("name", "Ada"));
        String apiKey = registered.json().path("api_key").asText();
        String userId = registered.json().path("user_id").asText();
        Rest keyed = rest.with("Authorization", "Bearer " + apiKey);
        Rest.Answer right = rest.post("/api/users/auth", Frames.object().put("api_key", apiKey));
        Rest.Answer wrong = rest.post("/api/users/auth", Frames.object().put("api_key", "ush_wrong"));

        assertThat(apiKey).startsWith("ush_");
        assertThat(right.json().path("valid").asBoolean()).isTrue();
        assertThat(right.json().path("user").path("user_id").asText()).isEqualTo(userId);
        assertThat(right.body()).doesNotContain(apiKey);
        assertThat(wrong.status()).isEqualTo(UNAUTHORIZED);
        assertThat(wrong.json().path("valid").asBoolean(true)).isFalse();
        assertThat(wrong.json().has("reason")).isTrue();
        assertThat(rest.get("/api/users").status()).isEqualTo(UNAUTHORIZED);
        assertThat(keyed.get("/api/users").json().path("users").findValuesAsText("user_id"))
                .contains(userId);
        assertThat(keyed.get("/api/users/" + userId).json().path("name").asText())
                .isEqualTo("Ada");
        assertThat(keyed.get("/api/users").body()).doesNotContain(apiKey);
    }

    @Test
    void channelsAreForTheirParties() {
        try (SeedChatClient answering = SeedChatClient.connect(hub, 1, provider);
                SeedChatClient asking = SeedChatClient.connect(hub, 1, consumer)) {
            CompletableFuture<Requested> requested = asking.requestingChat(service, null);
            answering.next();
            answering.acceptChat(consumer, null);
            String channelId = requested.join().channelId();
            for (String text : Names.numbered("text", 3)) {
                asking.sendMessage(provider, text, null, channelId);
                answering.next();
            }
            String path = "/api/channels/" + channelId;

            JsonNode channel = rest.as(consumer).get(path).json();
            assertThat(channel.path("channel_id").asText()).isEqualTo(channelId);
            assertThat(channel.path("provider_id").asText()).isEqualTo(provider);
            assertThat(channel.path("consumer_id").asText()).isEqualTo(consumer);
            assertThat(channel.path("service_id").asText()).isEqualTo(service);
            assertThat(channel.path("status").asText()).isEqualTo("active");
            assertThat(channel.path("created_at").asText()).endsWith("Z");
            assertThat(rest.as(provider).get("/api/channels").json().findValuesAsText("channel_id"))
                    .contains(channelId, offer.channelId());

            JsonNode newest = rest.as(provider).get(path + "/messages?limit=2").json();
            assertThat(Frames.field("content", Frames.list(newest.path("messages"))))
                    .containsExactly("text 1", "text 2");
            assertThat(newest.path("has_more").asBoolean()).isTrue();
            String before = newest.path("messages").get(0).path("message_id").asText();
            JsonNode older = rest.as(provider)
                    .get(path + "/messages?limit=2&before=" + before)
                    .json();
            assertThat(Frames.field("content", Frames.list(older.path("messages"))))
                    .containsExactly("text 0");

            assertThat(rest.get(path).status()).isEqualTo(UNAUTHORIZED);
            assertThat(rest.as(Names.fresh("stranger")).get(path).status()).isIn(403, NOT_FOUND);
        }
    }

    @Test
    void tunnelsAreTheCallersOwn() {
        try (HubClientB caller = HubClientB.named(hub, 1, consumer)) {
            String tunnelId = caller.establish(service);

            assertThat(rest.as(consumer).get("/api/tunnels").body()).contains(tunnelId);
            assertThat(rest.as(provider + "-not").get("/api/tunnels").body()).doesNotContain(tunnelId);
        }
    }

    @Test
    void presenceIsThatOfTheAgent() {
        Soon.await().until(() -> "online"
                .equals(rest.get("/api/presence/" + provider)
                        .json()
                        .path("status")
                        .asText()));
        assertThat(rest.get("/api/presence/" + Names.fresh("nobody"))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("offline");
    }

    @Test
    void routesAreDescribed() {
        String description = rest.get("/q/openapi").body();

        for (String path : List.of(
                "/health",
                "/api/services",
                "/skill.md",
                "/ratings",
                "/api/tunnels",
                "/api/ratings",
                "/api/users/auth",
                "/api/channels",
                "/messages",
                "/api/presence/")) {
            assertThat(description).contains(path);
        }
    }
}
