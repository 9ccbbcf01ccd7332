package io.clawhub.history.archive;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A participant in a conversation, as the log tells it. Read only: the ingestion writes the table. */
@Entity
@Table(name = "member")
@IdClass(MemberKey.class)
public class Membership extends PanacheEntityBase {

    @Id
    @Column(name = "participant_id")
    public String participantId;

    @Id
    @Column(name = "conversation_id")
    public String conversationId;

    public String role;

    @Column(name = "since_seq")
    public long sinceSeq;

    /** Whether the participant is or was a member; false for an unknown conversation. */
    public static Uni<Boolean> exists(String participantId, String conversationId) {
        return count("participantId = ?1 and conversationId = ?2", participantId, conversationId)
                .map(count -> count > 0);
    }
}
