package io.clawhub.gateway.files;

import java.time.Duration;
import java.util.function.Consumer;

import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** What routes of files have in common, whatever the protocol. They are plain routes: they stream, and come past the limit for other bodies. */
public final class FileRequests {

    /** The order of these routes: just before Quarkus' own limit on bodies ({@code RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT} is -2). */
    public static final int BEFORE_THE_BODY_LIMIT = -3;

    /** How long a refused client may go on writing before its connection is closed. */
    private static final Duration DISCARDING = Duration.ofSeconds(5);

    private FileRequests() {}

    /** Bytes of the body; -1: not announced. The server has checked that it is a number. */
    public static long announcedSize(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced == null ? -1 : Long.parseLong(announced);
    }

    /** Refuses a body that says it is too large, before any of it is read: {@link HubError#MESSAGE_TOO_LARGE}. */
    public static void checkAnnouncedSize(HttpServerRequest request, long maxBytes) {
        if (announcedSize(request) > maxBytes) {
            throw tooLarge(maxBytes);
        }
    }

    /** The refusal of a body that has more bytes. */
    public static HubException tooLarge(long maxBytes) {
        return new HubException(HubError.MESSAGE_TOO_LARGE, "a file may have at most " + maxBytes + " bytes");
    }

    /** How long the upload may take: by what it announces, else by what it may have. */
    public static Duration timeFor(HttpServerRequest request, long maxBytes) {
        long announced = announcedSize(request);
        return Transfers.limit(announced < 0 ? maxBytes : Math.min(announced, maxBytes));
    }

    /** Files block; a slow client must hold nothing but a thread of its own, and these cost little. */
    public static void onThread(String name, Runnable work) {
        Thread.ofVirtual().name("attachment-" + name).start(work);
    }

    /**
     * Refuses an upload that may still be coming: the client gets to read the answer, and is cut off if it does not stop writing.
     *
     * @param answer writes the refusal
     * @param discard lets the rest of the body come and forgets it
     */
    public static void refuseUpload(RoutingContext routing, Context context, Runnable answer, Runnable discard) {
        context.runOnContext(ignored -> {
            answer.run();
            discard.run();
            routing.vertx().setTimer(DISCARDING.toMillis(), late -> {
                if (!routing.request().isEnded()) {
                    routing.request().connection().close();
                }
            });
        });
    }

    /** A download that failed. Once the head is written, only a closed connection tells the client that the file is not whole. */
    public static void failDownload(RoutingContext routing, Context context, Consumer<RoutingContext> answer) {
        context.runOnContext(ignored -> {
            if (routing.response().headWritten()) {
                routing.request().connection().close();
            } else {
                answer.accept(routing);
            }
        });
    }
}
