package io.clawhub.presence.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** One Lua script, sent by its hash and loaded when Redis does not know it (any more). */
final class RedisScript {

    private static final String UNKNOWN_SCRIPT = "NOSCRIPT";

    private final Redis redis;
    private final Duration timeout;
    private final String source;
    private final String sha;

    /**
     * Reads the script {@code redis/NAME.lua}.
     *
     * @param timeout after this a call fails, whatever Redis still does with it
     */
    RedisScript(Redis redis, Duration timeout, String name) {
        this.redis = redis;
        this.timeout = timeout;
        this.source = read("redis/" + name + ".lua");
        this.sha = sha1(source);
    }

    /** Runs the script once. */
    Uni<Response> run(List<String> keys, List<String> arguments) {
        return loadedIfUnknown(() -> redis.send(call(keys, arguments)))
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    /** Runs calls of the script in their order over one connection. When it fails, some of them may have run. */
    Uni<List<Response>> runAll(List<Request> calls) {
        return loadedIfUnknown(() -> redis.batch(calls))
                .ifNoItem()
                .after(timeout)
                .fail();
    }

    /** A call for {@link #runAll}. */
    Request call(List<String> keys, List<String> arguments) {
        Request request = Request.cmd(Command.EVALSHA).arg(sha).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    private <T> Uni<T> loadedIfUnknown(Supplier<Uni<? extends T>> attempt) {
        return Uni.createFrom()
                .deferred(attempt)
                .onFailure(RedisScript::unknownScript)
                .recoverWithUni(() -> load().chain(attempt));
    }

    private Uni<Response> load() {
        return redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(source));
    }

    private static boolean unknownScript(Throwable failure) {
        // Not at the start: a batch puts the place of the failed call before it.
        return failure.getMessage() != null && failure.getMessage().contains(UNKNOWN_SCRIPT);
    }

    private static String read(String resource) {
        try (InputStream in = RedisScript.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            // Redis names scripts by this hash; it protects nothing.
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
