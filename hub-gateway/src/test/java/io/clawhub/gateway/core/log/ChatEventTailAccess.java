package io.clawhub.gateway.core.log;

import java.util.Map;

import io.clawhub.gateway.TestConfig;

/** Makes a tail that follows nothing: it knows no positions. */
public final class ChatEventTailAccess {

    private ChatEventTailAccess() {}

    /** A tail that is never started. */
    public static ChatEventTail idle() {
        return new ChatEventTail(TestConfig.with(Map.of()), null, (chatEvent, at) -> {}, "127.0.0.1:1");
    }
}
