package io.clawhub.gateway.protocol.channel.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import io.clawhub.gateway.protocol.channel.rest.RunText.Taken;

/** One JSON object, once the run is over. */
final class WholeAnswer implements CompletionAnswer {

    private static final String JSON = "application/json";
    private static final int TOO_MANY = 429;

    private final HttpServerResponse response;
    private final CompletionJson json;

    WholeAnswer(HttpServerResponse response, CompletionJson json) {
        this.response = response;
        this.json = json;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void whenReady(Runnable callback) {
        // It always is.
    }

    @Override
    public void give(Taken taken) {
        if (taken.ended() == null) {
            return;
        }
        CompletionError error = CompletionError.of(taken.ended().outcome());
        if (error != null) {
            refuse(error);
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(json.whole(taken.ended().text(), taken.ended().outcome()));
        }
    }

    @Override
    public void refuse(CompletionError error) {
        refuse(response, error);
    }

    @Override
    public boolean isAlive() {
        return true;
    }

    /** Answers with an error, if that is possible still. */
    static void refuse(HttpServerResponse response, CompletionError error) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(error.status()).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        if (error.wasAsked()) {
            // OpenAI's own clients try again by themselves, and heed this.
            response.putHeader("x-should-retry", "false");
        } else if (error.status() == TOO_MANY) {
            response.putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.end(error.json());
    }
}
