package io.clawhub.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How much still fits into a frame. The protocols' clients refuse a message beyond 1 MiB, so a list ends before: at 900 KiB of
 * the frame's real bytes.
 */
public final class Budget {

    private static final int MAX_BYTES = 900 * 1024;

    private int left;

    /** The budget of a list in this frame, which holds everything but the list's items. */
    public Budget(ObjectNode frame) {
        this.left = MAX_BYTES - JsonText.bytes(frame);
    }

    /** Whether this item fits as well; if so it counts. */
    public boolean takes(JsonNode item) {
        // The comma between items.
        int bytes = JsonText.bytes(item) + 1;
        if (bytes > left) {
            left = 0;
            return false;
        }
        left -= bytes;
        return true;
    }
}
