package io.clawhub.gateway.core.attachments;

import java.util.Locale;
import java.util.Set;

/** The media types under which files are handed out. Nothing that a browser would run is among them. */
public final class ContentTypes {

    /** What everything else is handed out as. */
    public static final String BYTES = "application/octet-stream";

    private static final Set<String> KNOWN = Set.of(
            BYTES,
            "application/gzip",
            "application/json",
            "application/msword",
            "application/pdf",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/x-tar",
            "application/zip",
            "audio/mp4",
            "audio/mpeg",
            "audio/ogg",
            "audio/wav",
            "audio/webm",
            "image/gif",
            "image/jpeg",
            "image/png",
            "image/webp",
            "text/csv",
            "text/markdown",
            "text/plain",
            "video/mp4",
            "video/quicktime",
            "video/webm");

    private ContentTypes() {}

    /** The type without its parameters if it is one of the known, else {@link #BYTES}; null is unknown. */
    public static String known(String contentType) {
        if (contentType == null) {
            return BYTES;
        }
        String bare = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return KNOWN.contains(bare) ? bare : BYTES;
    }
}
