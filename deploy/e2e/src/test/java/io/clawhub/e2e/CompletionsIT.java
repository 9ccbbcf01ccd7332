package io.clawhub.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Chat completions with OpenAI's own client, on the gateway where the agent is not. */
@ExtendWith(CalmHub.class)
class CompletionsIT {

    private static final String PATH = "/api/v1/chat/completions";

    private final HubProcesses hub;
    private String apiKey;
    private OpenAIClient client;

    CompletionsIT(HubProcesses hub) {
        this.hub = hub;
    }

    @BeforeEach
    void someone() {
        apiKey = Rest.of(hub, 1)
                .post("/api/users", ClubPeople.json("name", Names.fresh("asker")))
                .json()
                .path("api_key")
                .textValue();
        client = client(apiKey);
    }

    @Test
    void anAnswerIsReadAsItGrows() {
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"))) {
            CompletableFuture<List<ChatCompletionChunk>> answer =
                    inBackground(() -> stream(asking(agent.id(), "hello")));
            JsonNode question = agent.question();
            assertThat(question.path("text").asText()).isEqualTo("hello");
            agent.reply(question).delta("The ").delta("answer ").delta("is 42").endWith("The answer is 42.");

            List<ChatCompletionChunk> chunks = answer.join();
            assertThat(text(chunks)).isEqualTo("The answer is 42.");
            assertThat(chunks.getFirst().choices().getFirst().delta().role().orElseThrow())
                    .hasToString("assistant");
            assertThat(chunks.getLast().choices().getFirst().finishReason().orElseThrow())
                    .isEqualTo(ChatCompletionChunk.Choice.FinishReason.STOP);
            assertThat(chunks).allMatch(chunk -> chunk.model().equals(agent.id()));
            assertThat(chunks.stream().map(ChatCompletionChunk::id).distinct()).hasSize(1);
        }
    }

    @Test
    void anAnswerIsReadWhole() {
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"))) {
            CompletableFuture<ChatCompletion> answer = inBackground(() -> whole(asking(agent.id(), "hello")));
            agent.reply(agent.question()).delta("The ").delta("answer").end();

            assertThat(text(answer.join())).isEqualTo("The answer");
            assertThat(answer.join().id()).startsWith("chatcmpl-");
            assertThat(answer.join().choices().getFirst().finishReason())
                    .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        }
    }

    @Test
    void anAgentThatDoesNotStreamAnswersBothWays() {
        String echo = Names.fresh("echo");
        try (Agent agent = Agent.acking(hub, 1, echo)) {
            new HubApi(hub).awaitOnline(echo);
            CompletableFuture<ChatCompletion> whole = inBackground(() -> whole(asking(echo, "one")));
            answer(agent, "one", "you said one");
            assertThat(text(whole.join())).isEqualTo("you said one");

            CompletableFuture<List<ChatCompletionChunk>> streamed = inBackground(() -> stream(asking(echo, "two")));
            answer(agent, "two", "you said two");
            assertThat(text(streamed.join())).isEqualTo("you said two");
        }
    }

    private static void answer(Agent agent, String question, String answer) {
        JsonNode asked = agent.awaitFrame(frame ->
                Frames.isMessage(frame) && question.equals(frame.path("content").asText()));
        agent.say(asked.path("sender_id").asText(), answer);
    }

    @Test
    void whatWasSaidBeforeGoesAlong() {
        String before = "x".repeat(40 * 1024);
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"))) {
            CompletableFuture<ChatCompletion> answer = inBackground(() -> whole(ChatCompletionCreateParams.builder()
                    .model(agent.id())
                    .addSystemMessage("be brief")
                    .addUserMessage(before)
                    .addAssistantMessage("1")
                    .addUserMessage("and now?")
                    .build()));
            JsonNode question = agent.question();
            agent.reply(question).delta("2").end();

            assertThat(text(answer.join())).isEqualTo("2");
            assertThat(question.path("text").asText()).isEqualTo("and now?");
            JsonNode earlier = question.path("metadata").path("messages");
            assertThat(earlier.findValuesAsText("role")).containsExactly("system", "user", "assistant");
            assertThat(earlier.get(1).path("content").asText()).isEqualTo(before);
        }
    }

    @Test
    void aSessionIsSharedWithItsOtherClients() {
        String session = Names.fresh("session");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient other = ChannelClient.v1(
                        hub, 1, "sessionId=" + session + "&agentId=" + agent.id() + "&token=" + apiKey)) {
            other.nothingButPong();
            ChatCompletionCreateParams asked = asking(agent.id(), "hello").toBuilder()
                    .putAdditionalBodyProperty("sessionId", JsonValue.from(session))
                    .build();
            CompletableFuture<ChatCompletion> answer = inBackground(() -> whole(asked));
            agent.reply(agent.question()).delta("hello, ").delta("both").end();

            assertThat(text(answer.join())).isEqualTo("hello, both");
            assertThat(ChannelClient.text(other.awaitTurn())).isEqualTo("hello, both");
        }
    }

    @Test
    void refusalsAreOpenAis() {
        assertThatThrownBy(() -> whole(asking(Names.fresh("unknown"), "hello")))
                .isInstanceOfSatisfying(NotFoundException.class, refusal -> assertThat(refusal.code())
                        .contains("model_not_found"));
        String away = Names.fresh("away");
        StreamingAgent.of(hub, 1, away).close();
        Soon.await().until(() -> new HubApi(hub).presence(away).equals("offline"));
        assertThatThrownBy(() -> stream(asking(away, "hello")))
                .isInstanceOfSatisfying(InternalServerException.class, refusal -> assertThat(refusal.statusCode())
                        .isEqualTo(503));
        try (StreamingAgent back = StreamingAgent.of(hub, 1, away)) {
            back.client().assertNone("deliver");
        }
        OpenAIClient stranger = client("ush_wrong");
        assertThatThrownBy(() -> stranger.chat().completions().create(asking("any", "hello")))
                .isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void badBodiesAreRefused() {
        Rest rest = Rest.of(hub, 2);
        Rest.Answer blank = rest.post(PATH, ClubPeople.json("model", "a"));
        assertThat(blank.status()).isEqualTo(400);
        assertThat(blank.json().path("error").path("type").asText()).isEqualTo("invalid_request_error");
        Rest.Answer big = rest.post(PATH, ClubPeople.json("model", "x".repeat(600 * 1024)));
        assertThat(big.status()).isEqualTo(413);
        assertThat(rest.with("Origin", "https://elsewhere.example")
                        .post(PATH, ClubPeople.json("model", "a"))
                        .status())
                .isEqualTo(403);
        assertThat(rest.refusals("MESSAGE_TOO_LARGE")).isPositive();
    }

    @Test
    void theRunGoesOnWithoutItsClient() throws IOException {
        String session = Names.fresh("session");
        try (StreamingAgent agent = StreamingAgent.of(hub, 1, Names.fresh("agent"));
                ChannelClient other = ChannelClient.v1(hub, 1, "")) {
            other.say("{'type':'subscribe','agentId':'%s','sessionId':'%s'}", agent.id(), session);
            other.nothingButPong();
            StreamingAgent.Reply reply;
            try (Socket raw = request(agent.id(), session)) {
                reply = agent.reply(agent.question()).delta("half ");
                readUntil(raw.getInputStream(), "half ");
            }
            reply.delta("and whole").end();

            assertThat(ChannelClient.text(other.awaitTurn())).isEqualTo("half and whole");
        }
    }

    /** A request by hand. */
    private Socket request(String agentId, String session) throws IOException {
        URI gateway = URI.create(hub.gateway(2).url());
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout((int) Soon.DEADLINE.toMillis());
        String body =
                "{\"model\":\"%s\",\"sessionId\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                        .formatted(agentId, session);
        socket.getOutputStream()
                .write("POST %s HTTP/1.1\r\nHost: hub\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(PATH, body.length(), body)
                        .getBytes(UTF_8));
        return socket;
    }

    private static void readUntil(InputStream in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int next = in.read(); next >= 0 && read.indexOf(text) < 0; next = in.read()) {
            read.append((char) next);
        }
        assertThat(read).contains(text);
    }

    private ChatCompletionCreateParams asking(String agentId, String text) {
        return ChatCompletionCreateParams.builder()
                .model(agentId)
                .addUserMessage(text)
                .build();
    }

    private ChatCompletion whole(ChatCompletionCreateParams asked) {
        return client.chat().completions().create(asked);
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams asked) {
        List<ChatCompletionChunk> chunks = new ArrayList<>();
        try (StreamResponse<ChatCompletionChunk> response =
                client.chat().completions().createStreaming(asked)) {
            response.stream().forEach(chunks::add);
        }
        return chunks;
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(hub.gateway(2).url() + "/api/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(Soon.DEADLINE)
                .build();
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static String text(ChatCompletion completion) {
        return completion.choices().getFirst().message().content().orElseThrow();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> chunk.choices().getFirst().delta().content().ifPresent(text::append));
        return text.toString();
    }
}
