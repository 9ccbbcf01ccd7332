package io.clawhub.client.handler;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import io.clawhub.client.connection.Timer;
import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.HubRefused;
import io.clawhub.client.errors.NotConnected;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.message.SendFailure;

/**
 * Questions to the hub and their answers. Each ends: by its answer, a refusal, its time-out ({@link TimeoutException}), or
 * the end of the connection ({@link NotConnected}), where an answer never comes on another one. In protocols whose questions may be
 * repeated, those without an answer are asked again on the next connection. Futures complete on a thread of the client; do
 * not block it.
 */
public final class Requests {

    /** So many may wait for an answer. */
    static final int MAX = 1_000;

    private record Question(String frame, CompletableFuture<Map<String, Object>> answer) {}

    private final Map<String, Question> waiting = new LinkedHashMap<>();
    private final Function<String, CompletableFuture<Void>> writer;
    private final Timer timer;
    private final Supplier<String> ids;
    private final boolean repeats;

    /** Questions that end with their connection. */
    public Requests(Function<String, CompletableFuture<Void>> writer, Timer timer) {
        this(writer, timer, numbers(), false);
    }

    private Requests(
            Function<String, CompletableFuture<Void>> writer, Timer timer, Supplier<String> ids, boolean repeats) {
        this.writer = writer;
        this.timer = timer;
        this.ids = ids;
        this.repeats = repeats;
    }

    /**
     * Questions that are asked again, under the same id, on every new connection.
     *
     * @param ids makes ids that no other connection uses
     */
    public static Requests repeating(
            Function<String, CompletableFuture<Void>> writer, Timer timer, Supplier<String> ids) {
        return new Requests(writer, timer, ids, true);
    }

    private static Supplier<String> numbers() {
        AtomicLong number = new AtomicLong();
        return () -> "r" + number.incrementAndGet();
    }

    /**
     * Asks.
     *
     * @param frame makes the frame from the request id; null if the protocol has no such request
     */
    public CompletableFuture<Map<String, Object>> ask(Function<String, String> frame, Duration timeout) {
        String id = ids.get();
        String text;
        try {
            text = frame.apply(id);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (text == null) {
            return CompletableFuture.failedFuture(
                    new HubRefused("UNSUPPORTED", "this protocol of the hub has no such request", false));
        }
        Question question = new Question(text, new CompletableFuture<>());
        synchronized (this) {
            if (waiting.size() >= MAX) {
                return CompletableFuture.failedFuture(new QueueFull(MAX + " requests wait for an answer already"));
            }
            waiting.put(id, question);
        }
        Timer.Alarm late = timer.after(
                timeout, () -> fail(id, new TimeoutException("no answer within " + timeout.toMillis() + " ms")));
        question.answer().whenComplete((body, failure) -> late.cancel());
        write(id, question);
        return question.answer();
    }

    /** A new connection: what may be repeated and has no answer is asked again. */
    public void online() {
        Map<String, Question> again;
        synchronized (this) {
            again = repeats ? new LinkedHashMap<>(waiting) : Map.of();
        }
        again.forEach(this::write);
    }

    private void write(String id, Question question) {
        writer.apply(question.frame()).whenComplete((written, failure) -> {
            boolean later = repeats && failure instanceof NotConnected;
            if (failure != null && !later) {
                fail(id, failure);
            }
        });
    }

    /** The hub answered. */
    public void answered(String id, Map<String, Object> body) {
        Question question = take(id);
        if (question != null) {
            question.answer().complete(body);
        }
    }

    /** The hub refused it. False if nobody waits for it. */
    public boolean refused(String id, SendFailure failure) {
        return fail(id, new HubRefused(failure.code(), failure.message(), failure.recoverable()));
    }

    /** The connection is gone, and the answers with it. With a cause it is gone for good, for repeated questions as well. */
    public void disconnected(ClientException cause) {
        if (repeats && cause == null) {
            return;
        }
        List<Question> lost;
        synchronized (this) {
            lost = List.copyOf(waiting.values());
            waiting.clear();
        }
        lost.forEach(question -> question.answer()
                .completeExceptionally(
                        cause != null ? cause : new NotConnected("the connection was lost before the hub answered")));
    }

    private boolean fail(String id, Throwable why) {
        Question question = take(id);
        return question != null && question.answer().completeExceptionally(why);
    }

    private synchronized Question take(String id) {
        return id == null ? null : waiting.remove(id);
    }
}
