package io.clawhub.gateway.core.attachments;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of files are kept. All gateways of a hub see the same store. Every call blocks. */
interface AttachmentStore {

    /**
     * Takes bytes without holding them in memory. They are durable on return, but under no id yet.
     *
     * @param body read to its end, or until the limit is passed
     * @param maxBytes exactly so many are still taken
     * @throws TooLargeException when there are more; nothing is left of them
     * @throws IOException when the body or the store fails; nothing is left of the bytes
     */
    Draft write(InputStream body, long maxBytes) throws IOException;

    /**
     * The bytes from an offset to the end.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such file
     */
    InputStream read(String id, long offset) throws IOException;

    /** Removes what interrupted uploads left behind. */
    void removeLeftovers() throws IOException;

    /** Bytes that were taken. Closing it removes them unless they were kept. */
    interface Draft extends AutoCloseable {

        long size();

        /** Of the bytes, in hex. */
        String sha256();

        /** Makes the bytes readable under this id. */
        void keep(String id) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** There is more than the limit allows. */
    final class TooLargeException extends IOException {
        TooLargeException(long maxBytes) {
            super("larger than " + maxBytes + " bytes");
        }
    }
}
