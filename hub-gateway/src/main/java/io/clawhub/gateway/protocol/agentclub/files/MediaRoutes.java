package io.clawhub.gateway.protocol.agentclub.files;

import java.nio.file.Path;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.attachments.Attachment;
import io.clawhub.gateway.core.attachments.Attachments;
import io.clawhub.gateway.core.media.MediaUrls;
import io.clawhub.gateway.files.FileDownload;
import io.clawhub.gateway.files.FileHead;
import io.clawhub.gateway.files.FileRequests;
import io.clawhub.gateway.files.Transfers;

/**
 * {@code GET /media/uploads/<name>}: to whoever has a link that is signed and has not run out, or an account. Everybody else learns no more
 * than that there is nothing. {@code GET /media/<name>}: the operator's files, to everybody.
 */
@ApplicationScoped
class MediaRoutes {

    private static final String NAME = "name";

    private final FilesDoor door;
    private final Attachments attachments;
    private final OperatorFiles operatorFiles;
    private final MediaUrls urls;
    private final FileDownload download;
    private final Transfers transfers;

    MediaRoutes(
            FilesDoor door,
            Attachments attachments,
            OperatorFiles operatorFiles,
            MediaUrls urls,
            FileDownload download,
            Transfers transfers) {
        this.door = door;
        this.attachments = attachments;
        this.operatorFiles = operatorFiles;
        this.urls = urls;
        this.download = download;
        this.transfers = transfers;
    }

    void register(@Observes Router router) {
        router.route("/media/uploads/:name")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(FileRequests.BEFORE_THE_BODY_LIMIT)
                .handler(this::upload);
        router.route("/media/:name")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(FileRequests.BEFORE_THE_BODY_LIMIT)
                .handler(this::operatorFile);
    }

    private void upload(RoutingContext routing) {
        Context context = routing.vertx().getOrCreateContext();
        HttpServerRequest request = routing.request();
        String id = urls.idOf(routing.pathParam(NAME));
        if (id == null) {
            fail(routing, context, notFound());
            return;
        }
        reader(request, id)
                .subscribe()
                .with(
                        whose -> onThread(
                                routing, context, whose, () -> write(request, context, attachments.describe(id))),
                        failure -> fail(routing, context, hidden(failure)));
    }

    /** Whom the download counts for. */
    private Uni<String> reader(HttpServerRequest request, String id) {
        return urls.mayFollow(id, request.getParam("exp"), request.getParam("sig"))
                ? Uni.createFrom().item(address(request))
                : door.anybody(request);
    }

    private void write(HttpServerRequest request, Context context, Attachment file) throws Exception {
        String bucket = FileKind.bucketOf(file.contentType());
        FileHead head = new FileHead(
                file.name(),
                file.contentType(),
                file.size(),
                file.sha256(),
                file.createdAt(),
                !bucket.equals("file"),
                "private, immutable, max-age=86400");
        download.write(request, context, head, offset -> attachments.read(file, offset));
    }

    private void operatorFile(RoutingContext routing) {
        Context context = routing.vertx().getOrCreateContext();
        onThread(routing, context, address(routing.request()), () -> {
            Path file = operatorFiles.find(routing.pathParam(NAME));
            download.write(
                    routing.request(), context, OperatorFiles.head(file), offset -> OperatorFiles.open(file, offset));
        });
    }

    private void onThread(RoutingContext routing, Context context, String whose, Transfers.Work work) {
        FileRequests.onThread("download", () -> {
            try {
                transfers.run(whose, Transfers.OF_AN_ADDRESS, work);
            } catch (Exception failure) {
                fail(routing, context, failure);
            }
        });
    }

    private void fail(RoutingContext routing, Context context, Throwable failure) {
        FileRequests.failDownload(routing, context, failed -> door.refuse(failed.response(), failure));
    }

    /** Who may not read a file does not learn that it is there; a hub that cannot tell says so. */
    private static HubException hidden(Throwable failure) {
        HubException refusal = HubException.of(failure);
        return refusal.error().retryable() ? refusal : notFound();
    }

    private static HubException notFound() {
        return new HubException(HubError.ATTACHMENT_NOT_FOUND, "no such file");
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? "http"
                : "http:" + request.remoteAddress().hostAddress();
    }
}
