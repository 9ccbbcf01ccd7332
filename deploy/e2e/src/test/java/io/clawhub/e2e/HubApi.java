package io.clawhub.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions over HTTP to the services behind the gateways. */
record HubApi(HubProcesses hub) {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** All connections of an agent of this protocol are one client of this name. */
    private static final String CLIENT = "claw";

    /** online, offline or unknown. */
    String presence(String agentId) {
        return presence(agentId, ANSWER);
    }

    /** Fails when the answer takes longer. */
    String presence(String agentId, Duration limit) {
        return get(hub.presence().url() + "/api/presence/" + agentId, limit)
                .path("status")
                .asText();
    }

    /** Waits until other gateways know that it is there. */
    void awaitOnline(String agentId) {
        Soon.await().until(() -> presence(agentId).equals("online"));
    }

    /** Waits until history knows that the agent got everything in this conversation that history has of it. */
    void awaitAllDelivered(String agentId, String channelId) {
        Soon.await().untilAsserted(() -> assertThat(delivered(agentId, channelId))
                .as("seq that %s got of %s", agentId, channelId)
                .isEqualTo(newestSeq(agentId, channelId))
                .isNotNegative());
    }

    private long newestSeq(String agentId, String channelId) {
        JsonNode messages = get(
                        hub.history().url() + "/api/conversations/" + channelId + "/messages?limit=1&participant="
                                + agentId,
                        ANSWER)
                .path("messages");
        return messages.isEmpty() ? -1 : messages.get(0).path("seq").asLong(-1);
    }

    private long delivered(String agentId, String channelId) {
        JsonNode cursors =
                get(hub.history().url() + "/api/participants/" + agentId + "/cursors?client=" + CLIENT, ANSWER);
        for (JsonNode cursor : cursors) {
            if (channelId.equals(cursor.path("conversationId").asText())) {
                return cursor.path("deliveredSeq").asLong();
            }
        }
        return -1;
    }

    private static JsonNode get(String url, Duration limit) {
        try {
            return Frames.read(HTTP.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(limit)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
