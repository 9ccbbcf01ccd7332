package io.clawhub.gateway.core.history;

import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;

/** Reads where conversations end. Every answer comes, or fails, within a few seconds. */
@FunctionalInterface
public interface LastSeqReader {

    /** Conversation id to the seq of its newest message; those in which nothing was said are left out. 500 ids at most. */
    Uni<Map<String, Long>> lastSeqs(List<String> conversationIds);
}
