package io.clawhub.gateway.core.groups;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

import io.clawhub.gateway.core.history.LastSeqReader;

/** A history in which conversations end where a test says. Not proxied, since tests reach its fields. */
@Alternative
@Singleton
public class KnownLastSeqs implements LastSeqReader {

    public final Map<String, Long> lastSeqs = new ConcurrentHashMap<>();

    @Override
    public Uni<Map<String, Long>> lastSeqs(List<String> conversationIds) {
        return Uni.createFrom().item(() -> {
            Map<String, Long> found = new ConcurrentHashMap<>(lastSeqs);
            found.keySet().retainAll(conversationIds);
            return found;
        });
    }
}
