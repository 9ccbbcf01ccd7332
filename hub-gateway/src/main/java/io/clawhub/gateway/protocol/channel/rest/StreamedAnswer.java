package io.clawhub.gateway.protocol.channel.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import io.clawhub.gateway.core.sessions.SessionEvent.Ended;
import io.clawhub.gateway.protocol.channel.rest.RunText.Taken;

/**
 * Server-sent events, as the run grows. The head goes out with the first text, or after some seconds without any: until then an
 * error is a status of HTTP, afterwards the last event but for {@code [DONE]}.
 */
final class StreamedAnswer implements CompletionAnswer {

    private static final String DONE = "[DONE]";
    /** Checks without an event after which the connection is shown to be alive. */
    private static final int SILENT_CHECKS = 2;

    private final HttpServerResponse response;
    private final CompletionJson json;
    private boolean stalled;
    private int silentChecks;

    StreamedAnswer(HttpServerResponse response, CompletionJson json) {
        this.response = response;
        this.json = json;
    }

    @Override
    public boolean isReady() {
        return !response.writeQueueFull();
    }

    @Override
    public void whenReady(Runnable callback) {
        response.drainHandler(drained -> {
            stalled = false;
            callback.run();
        });
    }

    @Override
    public void give(Taken taken) {
        if (!taken.text().isEmpty()) {
            begin();
            event(json.grown(taken.text()));
        }
        if (taken.ended() != null) {
            end(taken.ended());
        }
    }

    private void end(Ended ended) {
        CompletionError error = CompletionError.of(ended.outcome());
        if (error != null) {
            refuse(error);
            return;
        }
        begin();
        event(json.last(ended.outcome()));
        event(DONE);
        response.end();
    }

    @Override
    public void refuse(CompletionError error) {
        if (!response.headWritten()) {
            WholeAnswer.refuse(response, error);
            return;
        }
        event(error.json());
        event(DONE);
        response.end();
    }

    @Override
    public boolean isAlive() {
        if (response.writeQueueFull()) {
            boolean reads = !stalled;
            stalled = true;
            return reads;
        }
        stalled = false;
        if (++silentChecks >= SILENT_CHECKS) {
            silentChecks = 0;
            if (response.headWritten()) {
                response.write(":\n\n");
            } else {
                begin();
            }
        }
        return true;
    }

    private void begin() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                    // Proxies that collect answers pass this one on as it comes.
                    .putHeader("X-Accel-Buffering", "no");
            event(json.first());
        }
    }

    private void event(String data) {
        silentChecks = 0;
        response.write("data: " + data + "\n\n");
    }
}
