package io.clawhub.gateway.core.sessions;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Generated;

import io.clawhub.events.EventJson;

/** A row of {@code run}. */
@Entity
@Table(name = "run")
class RunEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(name = "conversation_id", nullable = false)
    String conversationId;

    @Column(name = "participant_id", nullable = false)
    String participantId;

    @Column(name = "agent_id", nullable = false)
    String agentId;

    @Column(nullable = false)
    String prompt;

    String metadata;

    @Column(nullable = false)
    String state;

    @Generated
    @Column(insertable = false, updatable = false)
    Long position;

    @Column(name = "keeper_id", nullable = false)
    String keeperId;

    @Column(name = "prompt_seq")
    Long promptSeq;

    String outcome;

    @Column(name = "asked_at", nullable = false)
    Instant askedAt;

    @Column(name = "begun_at")
    Instant begunAt;

    @Column(name = "ended_at")
    Instant endedAt;

    AskedRun run() {
        return new AskedRun(
                id,
                conversationId,
                participantId,
                agentId,
                prompt,
                metadata == null ? null : EventJson.readTree(metadata),
                RunState.valueOf(state.toUpperCase(java.util.Locale.ROOT)),
                keeperId,
                promptSeq == null ? 0 : promptSeq,
                outcome == null ? null : Outcome.valueOf(outcome.toUpperCase(java.util.Locale.ROOT)),
                begunAt);
    }
}
