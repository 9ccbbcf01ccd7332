package io.clawhub.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Files between people and agents: uploaded by one, shown to the other, fetched without any header, on two gateways. */
@ExtendWith(CalmHub.class)
class ClubFilesIT {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String BOUNDARY = "boundary-of-the-test";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HubProcesses hub;
    private final ClubPeople people;

    ClubFilesIT(HubProcesses hub) {
        this.hub = hub;
        this.people = ClubPeople.of(hub);
    }

    @Test
    void anImageOfAPersonReachesAnAgentAndBack() throws Exception {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        String chat = ClubPeople.direct(alice, bot);
        JsonNode uploaded = upload(alice, 1, "/api/upload", "a photo.PNG");
        assertThat(uploaded.path("content_type").textValue()).isEqualTo("image");
        try (ClubSocket tab = ClubSocket.of(hub, 1, alice);
                ClubSocket agent = ClubSocket.of(hub, 2, bot)) {
            send(tab, chat, uploaded);

            JsonNode message = agent.awaitText("look");
            assertThat(message.path("content_type").textValue()).isEqualTo("image");
            assertThat(message.path("file_name").textValue())
                    .isEqualTo(uploaded.path("filename").textValue());
            // As openclaw and browsers do: by the other gateway, without a word about who they are.
            HttpResponse<byte[]> fetched = fetch(2, message.path("file_url").textValue());
            assertThat(fetched.statusCode()).isEqualTo(200);
            assertThat(fetched.body()).isEqualTo(PNG);
            assertThat(fetched.headers().firstValue("Content-Type")).contains("image/png");
            assertThat(fetch(2, message.path("file_url").textValue().split("\\?")[0])
                            .statusCode())
                    .isEqualTo(404);

            JsonNode answer = upload(bot, 2, "/api/agent/upload", "answer.png");
            send(agent, chat, answer);
            Soon.await().until(() -> tab.texts().equals(List.of("look", "look")));
            assertThat(fetch(1, tab.messages().get(1).path("file_url").textValue())
                            .body())
                    .isEqualTo(PNG);
        }
    }

    @Test
    void uploadsNeedTheRightCredential() throws Exception {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone bot = people.agent("Bot");
        assertThat(post(bot, 1, "/api/upload", "x.png").statusCode()).isEqualTo(401);
        assertThat(post(alice, 1, "/api/agent/upload", "x.png").statusCode()).isEqualTo(401);
        assertThat(post(alice, 1, "/api/upload", "x.html").statusCode()).isEqualTo(400);
    }

    @Test
    void whatSomebodyElseUploadedCannotBeSentByGuessing() throws Exception {
        ClubPeople.Someone alice = people.person("Alice");
        ClubPeople.Someone eve = people.agent("Eve");
        String chat = ClubPeople.direct(eve, alice);
        String url = upload(alice, 1, "/api/upload", "secret.png").path("url").textValue();
        try (ClubSocket agent = ClubSocket.of(hub, 1, eve)) {
            JsonNode refused = agent.ask(
                    "send_message",
                    ClubSocket.message(chat, "mine now")
                            .put("content_type", "image")
                            .put("file_url", url.split("\\?")[0]));

            assertThat(refused.path("code").textValue()).isEqualTo("ATTACHMENT_NOT_FOUND");
        }
    }

    private static void send(ClubSocket socket, String chat, JsonNode uploaded) {
        JsonNode answer = socket.ask(
                "send_message",
                ClubSocket.message(chat, "look")
                        .put("content_type", uploaded.path("content_type").textValue())
                        .put("file_url", uploaded.path("url").textValue())
                        .put("file_name", uploaded.path("filename").textValue()));
        assertThat(answer.path("id").asText()).as(answer.toString()).startsWith("msg_");
    }

    private JsonNode upload(ClubPeople.Someone someone, int gateway, String path, String name) throws Exception {
        HttpResponse<String> answer = post(someone, gateway, path, name);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Frames.read(answer.body());
    }

    private HttpResponse<String> post(ClubPeople.Someone someone, int gateway, String path, String name)
            throws IOException, InterruptedException {
        byte[] head = ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8);
        byte[] tail = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(hub.gateway(gateway).url() + path))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, PNG, tail)));
        someone.rest().headers().forEach(request::header);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<byte[]> fetch(int gateway, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(hub.gateway(gateway).url() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
