package io.clawhub.gateway.protocol.agentclub.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A kind of file that may be uploaded.
 *
 * @param bucket what the protocol calls it: {@code image}, {@code audio}, {@code video} or {@code file}
 * @param contentType the media type under which it is handed out
 * @param content what its bytes look like
 */
record FileKind(String bucket, String contentType, FileContent content) {

    private static final String FILE = "file";
    private static final String OPEN_XML = "application/vnd.openxmlformats-officedocument.";

    private static final Map<String, FileKind> BY_ENDING = byEnding();

    /** By the last ending of a name, in whatever case; null when such files are not taken. */
    static FileKind of(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? null : BY_ENDING.get(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** What the protocol calls a file of this media type. */
    static String bucketOf(String contentType) {
        String main = contentType.substring(0, Math.max(0, contentType.indexOf('/')));
        return switch (main) {
            case "image", "audio", "video" -> main;
            default -> FILE;
        };
    }

    private static Map<String, FileKind> byEnding() {
        Map<String, FileKind> kinds = new HashMap<>();
        kinds.put("png", of("image/png", FileContent.PNG));
        kinds.put("jpg", of("image/jpeg", FileContent.JPEG));
        kinds.put("jpeg", of("image/jpeg", FileContent.JPEG));
        kinds.put("gif", of("image/gif", FileContent.GIF));
        kinds.put("webp", of("image/webp", FileContent.WEBP));
        kinds.put("mp3", of("audio/mpeg", FileContent.MP3));
        kinds.put("wav", of("audio/wav", FileContent.WAV));
        kinds.put("ogg", of("audio/ogg", FileContent.OGG));
        kinds.put("m4a", of("audio/mp4", FileContent.ISO_MEDIA));
        kinds.put("mp4", of("video/mp4", FileContent.ISO_MEDIA));
        kinds.put("mov", of("video/quicktime", FileContent.ISO_MEDIA));
        kinds.put("webm", of("video/webm", FileContent.WEBM));
        kinds.put("pdf", of("application/pdf", FileContent.PDF));
        kinds.put("doc", of("application/msword", FileContent.OFFICE));
        kinds.put("xls", of("application/vnd.ms-excel", FileContent.OFFICE));
        kinds.put("ppt", of("application/vnd.ms-powerpoint", FileContent.OFFICE));
        kinds.put("docx", of(OPEN_XML + "wordprocessingml.document", FileContent.ZIP));
        kinds.put("xlsx", of(OPEN_XML + "spreadsheetml.sheet", FileContent.ZIP));
        kinds.put("pptx", of(OPEN_XML + "presentationml.presentation", FileContent.ZIP));
        kinds.put("zip", of("application/zip", FileContent.ZIP));
        kinds.put("gz", of("application/gzip", FileContent.GZIP));
        kinds.put("tar", of("application/x-tar", FileContent.TAR));
        for (String text : new String[] {"txt", "log", "yaml", "yml", "toml", "ini", "xml"}) {
            kinds.put(text, of("text/plain", FileContent.TEXT));
        }
        kinds.put("md", of("text/markdown", FileContent.TEXT));
        kinds.put("markdown", of("text/markdown", FileContent.TEXT));
        kinds.put("csv", of("text/csv", FileContent.TEXT));
        kinds.put("json", of("application/json", FileContent.TEXT));
        return Map.copyOf(kinds);
    }

    private static FileKind of(String contentType, FileContent content) {
        return new FileKind(bucketOf(contentType), contentType, content);
    }
}
