package io.clawhub.gateway.core.media;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.clawhub.gateway.core.attachments.AttachmentIds;

/**
 * A link to an uploaded file, read: {@code /media/uploads/<32 hex>_<name>?exp=<Unix seconds>&sig=<signature>}. The name is for people; the
 * digits are those of the file's id.
 *
 * @param id the file's id
 * @param expiresAt Unix seconds; 0: it is not signed
 * @param signature empty: it is not signed
 */
record MediaLink(String id, long expiresAt, String signature) {

    /** Where uploaded files are. */
    static final String PATH = "/media/uploads/";

    /** What the file is called in the path of a link; the name may be anything in one segment. */
    private static final Pattern FILE = Pattern.compile("([0-9a-f]{32})_[^/\\\\?#]{0,512}");

    /** A link as somebody got it, with or without the beginning of an absolute URL. */
    private static final Pattern LINK = Pattern.compile("(?:https?://[^/?#\\\\]{1,255})?" + Pattern.quote(PATH)
            + FILE.pattern() + "(?:\\?exp=(\\d{1,12})&sig=([A-Za-z0-9_-]{1,64}))?");

    private static final int MAX_LENGTH = 1024;

    /** What the text links to; null when it is no link of this form. */
    static MediaLink read(String url) {
        Matcher link = url.length() > MAX_LENGTH ? null : LINK.matcher(url);
        if (link == null || !link.matches()) {
            return null;
        }
        String expiry = link.group(2);
        return new MediaLink(
                AttachmentIds.PREFIX + link.group(1),
                expiry == null ? 0 : Long.parseLong(expiry),
                expiry == null ? "" : link.group(3));
    }

    /** The id in the last part of a path; null when there is none. */
    static String idOf(String file) {
        Matcher matcher = FILE.matcher(file);
        return matcher.matches() ? AttachmentIds.PREFIX + matcher.group(1) : null;
    }
}
