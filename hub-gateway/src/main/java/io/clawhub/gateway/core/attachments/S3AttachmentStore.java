package io.clawhub.gateway.core.attachments;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

import io.clawhub.gateway.AttachmentsConfig;

/**
 * Files in a bucket of an S3-compatible store, each under its id. The bytes wait on the gateway's disk until they are whole, so that
 * one request stores them with a known length and hash: memory stays small, and what breaks off never reaches the bucket. A
 * multipart upload would save the disk, but holds at least 5 MiB in memory for each upload and leaves parts behind when a gateway dies.
 */
final class S3AttachmentStore implements AttachmentStore {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /** A server that neither takes nor sends a byte for so long is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final S3Client s3;
    private final String bucket;
    private final Spool spool;

    S3AttachmentStore(S3Client s3, String bucket, Spool spool) {
        this.s3 = s3;
        this.bucket = bucket;
        this.spool = spool;
    }

    /** A client for these settings; without keys among them, it looks for credentials where AWS' own tools do. */
    static S3Client client(AttachmentsConfig.S3 settings) {
        S3ClientBuilder client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(SILENCE))
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                // Checksums in trailers are not understood everywhere; each object is sent with its SHA-256 in a
                // header.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        settings.endpoint().ifPresent(endpoint -> client.endpointOverride(URI.create(endpoint)));
        settings.accessKey()
                .ifPresent(key -> client.credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key, settings.secretKey().orElseThrow()))));
        return client.build();
    }

    @Override
    public Draft write(InputStream body, long maxBytes) throws IOException {
        return new S3Draft(spool.take(body, maxBytes));
    }

    @Override
    public InputStream read(String id, long offset) throws IOException {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(bucket).key(id);
        if (offset > 0) {
            request.range("bytes=" + offset + "-");
        }
        try {
            return new ObjectStream(s3.getObject(request.build()));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(id);
        } catch (SdkException e) {
            throw new IOException("the object store does not answer", e);
        }
    }

    @Override
    public void removeLeftovers() throws IOException {
        spool.removeLeftovers();
    }

    /** A reader that stops early must not make the rest be fetched only to be thrown away. */
    private static final class ObjectStream extends FilterInputStream {

        private final ResponseInputStream<GetObjectResponse> object;

        ObjectStream(ResponseInputStream<GetObjectResponse> object) {
            super(object);
            this.object = object;
        }

        @Override
        public void close() {
            object.abort();
        }
    }

    private final class S3Draft implements Draft {

        private final Spool.Spooled spooled;

        S3Draft(Spool.Spooled spooled) {
            this.spooled = spooled;
        }

        @Override
        public long size() {
            return spooled.size();
        }

        @Override
        public String sha256() {
            return spooled.sha256();
        }

        @Override
        public void keep(String id) throws IOException {
            byte[] hash = HexFormat.of().parseHex(spooled.sha256());
            PutObjectRequest request = PutObjectRequest.builder()
                    .bucket(bucket)
                    .key(id)
                    .contentLength(spooled.size())
                    .contentType(ContentTypes.BYTES)
                    .checksumSHA256(Base64.getEncoder().encodeToString(hash))
                    .build();
            try {
                s3.putObject(request, RequestBody.fromFile(spooled.file()));
            } catch (SdkException e) {
                throw new IOException("the object store did not take it", e);
            }
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(spooled.file());
        }
    }
}
