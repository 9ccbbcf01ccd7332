package io.clawhub.client.files;

/** Hears how far a file has come. Called on the thread that sends or takes the file, so it must be quick. */
@FunctionalInterface
public interface ProgressListener {

    /** Hears nothing. */
    ProgressListener NONE = (done, total) -> {};

    /**
     * So much is done.
     *
     * @param done bytes
     * @param total bytes
     */
    void progress(long done, long total);
}
