package io.clawhub.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.clawhub.standalone.backends.KafkaBackend;
import io.clawhub.standalone.backends.PostgresBackend;
import io.clawhub.standalone.testing.InjectBackend;
import io.clawhub.standalone.testing.KafkaTestResource;
import io.clawhub.standalone.testing.PostgresTestResource;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

/** The running service with real backends; every test uses ids of its own. */
@WithTestResource(value = KafkaTestResource.class, scope = TestResourceScope.GLOBAL)
@WithTestResource(
        value = PostgresTestResource.class,
        scope = TestResourceScope.GLOBAL,
        initArgs = @ResourceArg(name = "role", value = "hub_history"))
public abstract class HistoryITBase {

    protected static final Duration SOON = Duration.ofSeconds(30);

    @InjectBackend
    protected PostgresBackend postgres;

    @InjectBackend
    protected KafkaBackend kafka;

    @Inject
    protected Pool pool;

    protected HubLog log;

    /** Makes ids unique to a test. */
    protected String id;

    @BeforeEach
    void connect() {
        log = new HubLog(kafka.bootstrapServers());
        id = UUID.randomUUID().toString().substring(0, 8);
    }

    @AfterEach
    void disconnect() {
        log.close();
    }

    protected List<Row> rows(String sql, Object... parameters) {
        List<Row> rows = new ArrayList<>();
        pool.preparedQuery(sql)
                .execute(Tuple.wrap(parameters))
                .await()
                .atMost(SOON)
                .forEach(rows::add);
        return rows;
    }

    protected long stored(String conversationId) {
        return rows("SELECT count(*) FROM message WHERE conversation_id = $1", conversationId)
                .getFirst()
                .getLong(0);
    }

    protected void awaitStored(String conversationId, long messages) {
        await().atMost(SOON).ignoreExceptions().until(() -> stored(conversationId) == messages);
    }

    /** The conversation's contents in history's order, over all pages. */
    protected List<String> texts(String conversationId, String participant) {
        List<String> texts = new ArrayList<>();
        long after = 0;
        while (true) {
            Map<String, Object> page = ok("/api/conversations/" + conversationId + "/messages?participant="
                            + participant + "&limit=500&after=" + after)
                    .extract()
                    .as(new TypeRef<>() {});
            for (Map<String, Object> logged : messages(page)) {
                texts.add((String) message(logged).get("content"));
                after = ((Number) logged.get("seq")).longValue();
            }
            if (!(boolean) page.get("hasMore")) {
                return texts;
            }
        }
    }

    /** The answer to a question that must succeed, as {@link #answered} gives it. */
    protected static ValidatableResponse ok(String path) {
        return answered(path).statusCode(200);
    }

    /** The answer to a question. "Unavailable" is a fair answer of a busy machine: asks again. */
    protected static ValidatableResponse answered(String path) {
        return answered(() -> given().urlEncodingEnabled(false).get(path));
    }

    protected static ValidatableResponse answered(Callable<Response> question) {
        return await().atMost(SOON)
                .until(question, answer -> answer.statusCode() != 503)
                .then();
    }

    @SuppressWarnings("unchecked")
    protected static List<Map<String, Object>> messages(Map<String, Object> page) {
        return (List<Map<String, Object>>) page.get("messages");
    }

    @SuppressWarnings("unchecked")
    protected static Map<String, Object> message(Map<String, Object> logged) {
        return (Map<String, Object>) logged.get("message");
    }
}
