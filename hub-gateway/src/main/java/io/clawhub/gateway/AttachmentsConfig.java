package io.clawhub.gateway;

import java.util.Optional;

import io.smallrye.config.WithDefault;

/** Files that go with messages. */
public interface AttachmentsConfig {
    /** What kind of place they are kept in. */
    @WithDefault("directory")
    Store store();

    /**
     * Where they are kept: one directory that all gateways of the hub share. Without it uploads are refused. With an object store,
     * where uploads wait until they are whole; then it is this gateway's own, and the system's temporary directory by default.
     */
    Optional<String> directory();

    /** The object store. */
    S3 s3();

    /** Largest file, bytes: 50 MiB, what people mean by a file that goes with a message. */
    @WithDefault("52428800")
    long maxSize();

    /** Bytes that one participant may upload in 24 hours: twenty files of the largest size; 0: any number. */
    @WithDefault("1048576000")
    long dailyBytes();

    /** What kind of place files are kept in. */
    enum Store {
        /** A directory. */
        DIRECTORY,
        /** A bucket of an S3-compatible object store. */
        S3
    }

    /** An S3-compatible object store. Its secrets are set by environment variables and never in a file. */
    interface S3 {
        /** Its URL; AWS' own for the region when absent. */
        Optional<String> endpoint();

        /** The bucket, which exists already. */
        Optional<String> bucket();

        /** Where the bucket is; most other servers than AWS' do not care. */
        @WithDefault("us-east-1")
        String region();

        /** Whether the bucket is named in the path of a URL, which every server understands, and not in its host. */
        @WithDefault("true")
        boolean pathStyle();

        /** Who asks; without it credentials are looked for where AWS' own tools do. */
        Optional<String> accessKey();

        /** What proves it. */
        Optional<String> secretKey();
    }
}
