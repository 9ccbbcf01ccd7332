package io.clawhub.history.archive;

import java.io.Serializable;
import java.util.List;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** How far one client of a participant has received and read one conversation. Read only. */
@Entity
@Table(name = "cursor")
@IdClass(ClientCursor.Key.class)
public class ClientCursor extends PanacheEntityBase {

    /** The most cursors one answer holds: far above what one participant's clients need. */
    static final int MOST = 10_000;

    @Id
    @Column(name = "participant_id")
    public String participantId;

    @Id
    @Column(name = "client_id")
    public String clientId;

    @Id
    @Column(name = "conversation_id")
    public String conversationId;

    @Column(name = "delivered_seq")
    public long deliveredSeq;

    @Column(name = "read_seq")
    public long readSeq;

    /** A participant's cursors by client and conversation; of one client only when it is not null. */
    public static Uni<List<ClientCursor>> of(String participantId, String clientId) {
        Sort order = Sort.by("clientId", "conversationId");
        var query = clientId == null
                ? ClientCursor.<ClientCursor>find("participantId", order, participantId)
                : ClientCursor.<ClientCursor>find(
                        "participantId = ?1 and clientId = ?2", order, participantId, clientId);
        return query.page(0, MOST).list();
    }

    /**
     * Identifies a cursor.
     *
     * @param participantId whose
     * @param clientId of which client
     * @param conversationId in which conversation
     */
    public record Key(String participantId, String clientId, String conversationId) implements Serializable {}
}
