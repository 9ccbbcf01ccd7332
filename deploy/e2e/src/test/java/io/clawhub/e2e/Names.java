package io.clawhub.e2e;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Ids that nobody used before, and numbered texts. */
final class Names {

    private Names() {}

    static String fresh(String kind) {
        return kind + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static String messageId() {
        return "msg_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    static String requestId() {
        return "req_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /** {@code prefix 0} up to {@code prefix count-1}. */
    static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> prefix + " " + number)
                .toList();
    }
}
