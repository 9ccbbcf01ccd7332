package io.clawhub.gateway.protocol.agentclub.files;

import java.util.function.Function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.gateway.core.attachments.Attachment;
import io.clawhub.gateway.core.attachments.Attachments;
import io.clawhub.gateway.core.media.MediaUrls;
import io.clawhub.gateway.files.FileRequests;
import io.clawhub.gateway.files.StreamedBody;
import io.clawhub.gateway.files.Transfers;

/** {@code POST /api/upload} and {@code POST /api/agent/upload}. The limit of {@code hub.attachments.max-size} is one of the whole body here. */
@ApplicationScoped
class UploadRoutes {

    private static final int OK = 200;

    private final FilesDoor door;
    private final Attachments attachments;
    private final MediaUrls urls;
    private final Transfers transfers;

    UploadRoutes(FilesDoor door, Attachments attachments, MediaUrls urls, Transfers transfers) {
        this.door = door;
        this.attachments = attachments;
        this.urls = urls;
        this.transfers = transfers;
    }

    void register(@Observes Router router) {
        router.post("/api/upload")
                .order(FileRequests.BEFORE_THE_BODY_LIMIT)
                .handler(routing -> upload(routing, door::human));
        router.post("/api/agent/upload")
                .order(FileRequests.BEFORE_THE_BODY_LIMIT)
                .handler(routing -> upload(routing, door::agent));
    }

    private void upload(RoutingContext routing, Function<HttpServerRequest, Uni<String>> who) {
        HttpServerRequest request = routing.request();
        Context context = routing.vertx().getOrCreateContext();
        StreamedBody body = new StreamedBody(request, context, FileRequests.timeFor(request, attachments.maxBytes()));
        who.apply(request)
                .invoke(() -> FileRequests.checkAnnouncedSize(request, attachments.maxBytes()))
                .subscribe()
                .with(
                        owner -> FileRequests.onThread("upload", () -> upload(routing, context, body, owner)),
                        failure -> refuse(routing, context, body, failure));
    }

    private void upload(RoutingContext routing, Context context, StreamedBody body, String owner) {
        try {
            transfers.run(owner, Transfers.OF_AN_AGENT, () -> {
                String contentType = routing.request().getHeader(HttpHeaders.CONTENT_TYPE);
                UploadForm.Part file = new UploadForm(contentType, body, attachments.maxBytes()).file();
                Attachment taken =
                        attachments.upload(owner, file.name(), file.kind().contentType(), file.bytes());
                context.runOnContext(
                        ignored -> answer(routing, taken, file.kind().bucket()));
            });
        } catch (Exception failure) {
            refuse(routing, context, body, failure);
        }
    }

    private void answer(RoutingContext routing, Attachment taken, String bucket) {
        FilesDoor.answer(
                routing.response(),
                OK,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("url", urls.urlOf(taken))
                        .put("filename", taken.name())
                        .put("content_type", bucket));
    }

    private void refuse(RoutingContext routing, Context context, StreamedBody body, Throwable failure) {
        FileRequests.refuseUpload(routing, context, () -> door.refuse(routing.response(), failure), body::discard);
    }
}
