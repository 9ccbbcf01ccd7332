package io.clawhub.gateway.protocol.im.rest;

import java.io.IOException;

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
import io.clawhub.gateway.core.attachments.Attachment;
import io.clawhub.gateway.core.attachments.Attachments;
import io.clawhub.gateway.files.FileDownload;
import io.clawhub.gateway.files.FileHead;
import io.clawhub.gateway.files.FileRequests;
import io.clawhub.gateway.files.StreamedBody;
import io.clawhub.gateway.files.Transfers;

/** {@code POST /im/v1/attachments?name=} takes a file, {@code GET /im/v1/attachments/{id}} hands it out. */
@ApplicationScoped
class AttachmentsResource {

    private static final String PATH = "/im/v1/attachments";

    private final AttachmentDoor door;
    private final Attachments attachments;
    private final FileDownload download;
    private final Transfers transfers;

    AttachmentsResource(AttachmentDoor door, Attachments attachments, FileDownload download, Transfers transfers) {
        this.transfers = transfers;
        this.door = door;
        this.attachments = attachments;
        this.download = download;
    }

    void register(@Observes Router router) {
        router.post(PATH).order(FileRequests.BEFORE_THE_BODY_LIMIT).handler(this::upload);
        router.get(PATH + "/:id").order(FileRequests.BEFORE_THE_BODY_LIMIT).handler(this::download);
    }

    private void upload(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Context context = routing.vertx().getOrCreateContext();
        StreamedBody body = new StreamedBody(request, context, FileRequests.timeFor(request, attachments.maxBytes()));
        door.agent(request)
                .invoke(() -> FileRequests.checkAnnouncedSize(request, attachments.maxBytes()))
                .subscribe()
                .with(
                        caller -> FileRequests.onThread("upload", () -> upload(routing, context, body, caller)),
                        failure -> refuse(routing, context, body, failure));
    }

    private void upload(RoutingContext routing, Context context, StreamedBody body, Caller caller) {
        HttpServerRequest request = routing.request();
        try {
            transfers.run(caller.participantId(), Transfers.OF_AN_AGENT, () -> {
                Attachment taken = attachments.upload(
                        caller.participantId(),
                        request.getParam("name"),
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        body);
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

    private void refuse(RoutingContext routing, Context context, StreamedBody body, Throwable failure) {
        FileRequests.refuseUpload(routing, context, () -> door.refuse(routing.response(), failure), body::discard);
    }

    private void download(RoutingContext routing) {
        Context context = routing.vertx().getOrCreateContext();
        door.anybody(routing.request())
                .subscribe()
                .with(
                        caller -> FileRequests.onThread("download", () -> download(routing, context, caller)),
                        failure -> fail(routing, context, failure));
    }

    private void download(RoutingContext routing, Context context, Caller caller) {
        try {
            transfers.run(caller.participantId(), Transfers.OF_AN_AGENT, () -> write(routing, context));
        } catch (Exception failure) {
            fail(routing, context, failure);
        }
    }

    private void write(RoutingContext routing, Context context) throws IOException {
        Attachment attachment = attachments.describe(routing.pathParam("id"));
        FileHead head = new FileHead(
                attachment.name(),
                attachment.contentType(),
                attachment.size(),
                attachment.sha256(),
                attachment.createdAt(),
                false,
                "private, immutable, max-age=86400");
        download.write(routing.request(), context, head, offset -> attachments.read(attachment, offset));
    }

    private void fail(RoutingContext routing, Context context, Throwable failure) {
        FileRequests.failDownload(routing, context, failed -> door.refuse(failed.response(), failure));
    }
}
