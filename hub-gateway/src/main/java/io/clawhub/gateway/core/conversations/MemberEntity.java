package io.clawhub.gateway.core.conversations;

import java.io.Serializable;
import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.clawhub.events.Member;

/** A row of {@code member}. */
@Entity
@Table(name = "member")
@IdClass(MemberEntity.Key.class)
class MemberEntity extends PanacheEntityBase {

    @Id
    @Column(name = "conversation_id")
    String conversationId;

    @Id
    @Column(name = "participant_id")
    String participantId;

    @Column(nullable = false)
    String role;

    @Column(name = "joined_at", nullable = false)
    Instant joinedAt;

    /** The primary key. */
    record Key(String conversationId, String participantId) implements Serializable {}

    static MemberEntity of(String conversationId, Member member, Instant joinedAt) {
        MemberEntity row = new MemberEntity();
        row.conversationId = conversationId;
        row.participantId = member.participantId();
        row.role = member.role();
        row.joinedAt = joinedAt;
        return row;
    }
}
