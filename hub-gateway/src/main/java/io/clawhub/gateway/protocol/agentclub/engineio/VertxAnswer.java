package io.clawhub.gateway.protocol.agentclub.engineio;

import java.util.function.Consumer;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** A response of Vert.x, written on its own loop. */
record VertxAnswer(HttpServerResponse response, Context context) implements HttpAnswer {

    @Override
    public void send(int status, String body, Consumer<Boolean> sent) {
        context.runOnContext(ignored -> {
            if (response.ended() || response.closed()) {
                sent.accept(false);
                return;
            }
            String type = status == OK ? "text/plain; charset=UTF-8" : "application/json; charset=UTF-8";
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body)
                    .onComplete(done -> sent.accept(done.succeeded()));
        });
    }
}
