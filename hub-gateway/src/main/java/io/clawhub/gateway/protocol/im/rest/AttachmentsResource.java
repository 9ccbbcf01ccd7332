package io.clawhub.gateway.protocol.im.rest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.gateway.core.Caller;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.Attachment;
import io.clawhub.gateway.core.attachments.Attachments;

/**
 * {@code POST /im/v1/attachments?name=} takes a file, {@code GET /im/v1/attachments/{id}} hands it out. Plain routes and no REST
 * resources: these stream, and an upload must come past the limit for bodies of all other requests.
 */
@ApplicationScoped
class AttachmentsResource {

    private static final String PATH = "/im/v1/attachments";

    /** Just before Quarkus' own limit on bodies ({@code RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT} is -2). */
    private static final int BEFORE_THE_BODY_LIMIT = -3;

    /** How long a refused client may go on writing before its connection is closed. */
    private static final Duration DISCARDING = Duration.ofSeconds(5);

    private final AttachmentDoor door;
    private final Attachments attachments;
    private final AttachmentDownload download;
    private final Transfers transfers;

    AttachmentsResource(
            AttachmentDoor door, Attachments attachments, AttachmentDownload download, Transfers transfers) {
        this.transfers = transfers;
        this.door = door;
        this.attachments = attachments;
        this.download = download;
    }

    void register(@Observes Router router) {
        router.post(PATH).order(BEFORE_THE_BODY_LIMIT).handler(this::upload);
        router.get(PATH + "/:id").order(BEFORE_THE_BODY_LIMIT).handler(this::download);
    }

    private void upload(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Context context = routing.vertx().getOrCreateContext();
        RequestBody body = new RequestBody(request, context, Transfers.limit(size(request)));
        door.agent(request)
                .invoke(checkAnnouncedSize(request))
                .subscribe()
                .with(
                        caller -> onThread("upload", () -> upload(routing, context, body, caller)),
                        failure -> refuse(routing, context, body, failure));
    }

    private Runnable checkAnnouncedSize(HttpServerRequest request) {
        return () -> {
            if (announcedSize(request) > attachments.maxBytes()) {
                throw new HubException(
                        HubError.MESSAGE_TOO_LARGE, "a file may have at most " + attachments.maxBytes() + " bytes");
            }
        };
    }

    /** Bytes that come at most. */
    private long size(HttpServerRequest request) {
        long announced = announcedSize(request);
        return announced < 0 ? attachments.maxBytes() : Math.min(announced, attachments.maxBytes());
    }

    /** Bytes; -1: not announced. The server has checked that it is a number. */
    private static long announcedSize(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced == null ? -1 : Long.parseLong(announced);
    }

    private void upload(RoutingContext routing, Context context, RequestBody body, Caller caller) {
        HttpServerRequest request = routing.request();
        try {
            transfers.run(caller.participantId(), () -> {
                Attachment taken = attachments.upload(
                        caller, request.getParam("name"), request.getHeader(HttpHeaders.CONTENT_TYPE), body);
                context.runOnContext(ignored -> answer(routing, taken));
            });
        } catch (Exception failure) {
            refuse(routing, context, body, failure);
        }
    }

    private static void answer(RoutingContext routing, Attachment taken) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", taken.id())
                .put("name", taken.name())
                .put("content_type", taken.contentType())
                .put("size", taken.size())
                .put("sha256", taken.sha256());
        if (!routing.response().closed()) {
            routing.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json.toString());
        }
    }

    private void refuse(RoutingContext routing, Context context, RequestBody body, Throwable failure) {
        context.runOnContext(ignored -> {
            door.refuse(routing.response(), failure);
            body.discard();
            routing.vertx().setTimer(DISCARDING.toMillis(), late -> {
                if (!routing.request().isEnded()) {
                    routing.request().connection().close();
                }
            });
        });
    }

    private void download(RoutingContext routing) {
        Context context = routing.vertx().getOrCreateContext();
        door.anybody(routing.request())
                .subscribe()
                .with(
                        caller -> onThread("download", () -> download(routing, context, caller)),
                        failure -> context.runOnContext(ignored -> door.refuse(routing.response(), failure)));
    }

    private void download(RoutingContext routing, Context context, Caller caller) {
        try {
            transfers.run(caller.participantId(), () -> write(routing, context));
        } catch (Exception failure) {
            context.runOnContext(ignored -> fail(routing, failure));
        }
    }

    private void write(RoutingContext routing, Context context) throws IOException {
        Attachment attachment = attachments.describe(routing.pathParam("id"));
        ByteRange range = AttachmentDownload.range(routing.request(), attachment);
        try (InputStream bytes = attachments.read(attachment, range == null ? 0 : range.first())) {
            download.write(routing.response(), context, attachment, range, bytes);
        }
    }

    /** Once the head is written, only a closed connection tells the client that the file is not whole. */
    private void fail(RoutingContext routing, Exception failure) {
        if (routing.response().headWritten()) {
            routing.request().connection().close();
        } else {
            door.refuse(routing.response(), failure);
        }
    }

    /** Files block; a slow client must hold nothing but a thread of its own, and these cost little. */
    private static void onThread(String name, Runnable work) {
        Thread.ofVirtual().name("attachment-" + name).start(work);
    }
}
