package io.clawhub.gateway.core.attachments;

import java.util.regex.Pattern;

import io.clawhub.gateway.core.Secrets;

/** Ids of files: nobody guesses 128 random bits, so knowing one is the right to read the file. */
public final class AttachmentIds {

    /** What every id begins with. */
    public static final String PREFIX = "att_";

    private static final int RANDOM_BYTES = 16;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[0-9a-f]{32}");

    private AttachmentIds() {}

    static String fresh() {
        return Secrets.fresh(PREFIX, RANDOM_BYTES);
    }

    /** Only what has the shape is ever looked up, or made part of a path. */
    public static boolean isShaped(String id) {
        return SHAPE.matcher(id).matches();
    }
}
