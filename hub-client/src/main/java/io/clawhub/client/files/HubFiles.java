package io.clawhub.client.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.client.message.Attachment;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Sends files to the hub, and takes files from it. Every call blocks until it is done; each needs a connection to the hub at the
 * time, for files are not queued.
 *
 * <p>Errors, all unchecked: {@link io.clawhub.client.errors.NotConnected} when the hub cannot be reached, {@link
 * io.clawhub.client.errors.AuthError} when it refuses the credential, {@link io.clawhub.client.errors.MessageTooLarge} when
 * it refuses the size, {@link io.clawhub.client.errors.HubRefused} for the rest, and {@link UncheckedIOException} when the disk fails.
 */
public final class HubFiles {

    private static final Set<String> SECURE = Set.of("https", "wss");
    private static final Pattern ID = Pattern.compile("att_[0-9a-f]{32}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** What a request may take besides its bytes, and the slowest line that is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long SLOWEST_BYTES_PER_SECOND = 16 * 1024;

    private final URI attachments;
    private final Supplier<Map<String, String>> headers;
    private final Path directory;
    private final Duration patience;

    /**
     * Touches neither network nor disk.
     *
     * @param hub its address: {@code http(s)://} or {@code ws(s)://}
     * @param headers what every request carries: {@code X-Agent-Id} and the credential; asked each time
     * @param directory where downloads go, {@code im_client/attachments} of the workspace
     */
    public HubFiles(URI hub, Supplier<Map<String, String>> headers, Path directory) {
        this(hub, headers, directory, PATIENCE);
    }

    HubFiles(URI hub, Supplier<Map<String, String>> headers, Path directory, Duration patience) {
        this.patience = patience;
        String scheme = SECURE.contains(hub.getScheme().toLowerCase(Locale.ROOT)) ? "https" : "http";
        this.attachments = URI.create(scheme + "://" + hub.getRawAuthority() + "/im/v1/attachments");
        this.headers = Objects.requireNonNull(headers);
        this.directory = Objects.requireNonNull(directory);
    }

    /** Sends a file under its own name. */
    public Attachment upload(Path file) {
        return upload(file, ProgressListener.NONE);
    }

    /**
     * Sends a file under its own name. What comes back goes with a message ({@code OutgoingMessage.withAttachments}).
     *
     * @param progress hears how many bytes were read from the disk, which is a little ahead of what the hub has
     */
    public Attachment upload(Path file, ProgressListener progress) {
        try {
            long size = Files.size(file);
            MeasuredFile measured = new MeasuredFile(file, size, progress);
            HttpRequest.Builder request =
                    request("?name=" + URLEncoder.encode(file.getFileName().toString(), UTF_8));
            String type = Files.probeContentType(file);
            request.header("Content-Type", type == null ? "application/octet-stream" : type);
            // The JDK's client takes no publisher of zero bytes with a known length.
            request.POST(
                    size == 0
                            ? BodyPublishers.noBody()
                            : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(measured::open), size));
            HttpResponse<String> response =
                    FileTransport.send(request.build(), BodyHandlers.ofString(UTF_8), limit(size));
            JsonNode answer = FileTransport.json(response, response.body());
            Attachment taken = new Attachment(
                    answer.path("id").asText(),
                    answer.path("name").asText(),
                    answer.path("content_type").asText(),
                    answer.path("size").asLong(),
                    answer.path("sha256").asText());
            measured.check(taken);
            return taken;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Takes a file from the hub. */
    public Path download(Attachment attachment) {
        return download(attachment, ProgressListener.NONE);
    }

    /**
     * Takes a file from the hub, into the directory under the SHA-256 of its bytes, which is checked. What is there already is not taken
     * again, and what was interrupted goes on where it stopped. One at a time.
     *
     * @param attachment as it came with a message; without its {@code sha256} the hub's is taken
     * @return where the file is; it has no name of its own there, see {@link Attachment#name()}
     * @throws IllegalArgumentException when this is no file of the hub: the sender has made it up
     */
    public synchronized Path download(Attachment attachment, ProgressListener progress) {
        if (attachment.id() == null || !ID.matcher(attachment.id()).matches()) {
            throw new IllegalArgumentException("no id of a file of the hub: att_ and 32 hex digits");
        }
        String sha256 = attachment.sha256();
        if (sha256 != null && !SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("no SHA-256: 64 hex digits in lower case");
        }
        try {
            if (sha256 != null && Files.exists(directory.resolve(sha256))) {
                return directory.resolve(sha256);
            }
            Files.createDirectories(directory);
            PartialFile partial = new PartialFile(directory.resolve(attachment.id() + ".part"));
            HttpRequest.Builder request = request("/" + attachment.id());
            if (sha256 != null && partial.size() > 0) {
                request.header("Range", "bytes=" + partial.size() + "-").header("If-Range", '"' + sha256 + '"');
            }
            HttpResponse<InputStream> response =
                    FileTransport.send(request.build(), BodyHandlers.ofInputStream(), patience);
            long size = response.headers().firstValueAsLong("Content-Length").orElse(0);
            return Deadline.within(limit(size), response.body(), () -> partial.finish(response, sha256, progress));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory + ": " + e.getMessage(), e);
        }
    }

    private HttpRequest.Builder request(String rest) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(attachments + rest));
        headers.get().forEach(request::setHeader);
        return request;
    }

    private Duration limit(long bytes) {
        return patience.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    }
}
