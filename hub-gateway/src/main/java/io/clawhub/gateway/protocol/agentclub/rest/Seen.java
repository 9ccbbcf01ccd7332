package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.core.presence.PresenceService;

/** Who is there, of any number at once. */
@ApplicationScoped
public class Seen {

    private static final int ASKED_AT_ONCE = 500;

    private final PresenceService presence;

    Seen(PresenceService presence) {
        this.presence = presence;
    }

    /** Whether these are there, by id. Never fails. */
    public Uni<Map<String, Presence>> of(List<String> participantIds) {
        if (participantIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<Uni<List<Presence>>> questions = new ArrayList<>();
        for (int from = 0; from < participantIds.size(); from += ASKED_AT_ONCE) {
            questions.add(
                    presence.of(participantIds.subList(from, Math.min(from + ASKED_AT_ONCE, participantIds.size()))));
        }
        return Uni.join().all(questions).andFailFast().map(answers -> {
            Map<String, Presence> found = new HashMap<>();
            answers.forEach(some -> some.forEach(one -> found.put(one.participantId(), one)));
            return found;
        });
    }
}
