package io.clawhub.gateway.protocol.agentclub.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Consumer;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the body of a POST, up to the limit. On the request's loop. */
final class PayloadReader {

    private final int maxBytes;
    private final Consumer<String> payload;
    private final Consumer<HubException> refused;
    private Buffer read = Buffer.buffer();
    private boolean done;

    private PayloadReader(int maxBytes, Consumer<String> payload, Consumer<HubException> refused) {
        this.maxBytes = maxBytes;
        this.payload = payload;
        this.refused = refused;
    }

    /** One of the two is told, once, unless the reader gives up: the body, or why there is none. */
    static PayloadReader read(
            HttpServerRequest request, int maxBytes, Consumer<String> payload, Consumer<HubException> refused) {
        PayloadReader reader = new PayloadReader(maxBytes, payload, refused);
        request.handler(reader::arrived);
        request.endHandler(end -> reader.ended());
        return reader;
    }

    /** Nobody waits for the rest: what was read is let go. */
    void giveUp() {
        if (!done) {
            done = true;
            read = Buffer.buffer();
        }
    }

    private void arrived(Buffer chunk) {
        if (!done && read.length() + chunk.length() > maxBytes) {
            tooLarge();
        } else if (!done) {
            read.appendBuffer(chunk);
        }
    }

    private void tooLarge() {
        done = true;
        refused.accept(new HubException(HubError.MESSAGE_TOO_LARGE, "payload too large"));
    }

    private void ended() {
        if (done) {
            return;
        }
        done = true;
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(read.getBytes())).toString();
        } catch (CharacterCodingException e) {
            refused.accept(new HubException(HubError.INVALID_TEXT, "payload is not UTF-8"));
            return;
        }
        payload.accept(text);
    }
}
