package io.clawhub.gateway.core.attachments;

import java.time.Instant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code attachment}. Never changed. */
@Entity
@Table(name = "attachment")
class AttachmentEntity extends PanacheEntityBase {

    @Id
    String id;

    @Column(nullable = false)
    String name;

    @Column(name = "content_type", nullable = false)
    String contentType;

    @Column(nullable = false)
    long size;

    @Column(nullable = false)
    String sha256;

    @Column(nullable = false)
    String owner;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    static AttachmentEntity of(Attachment attachment) {
        AttachmentEntity row = new AttachmentEntity();
        row.id = attachment.id();
        row.name = attachment.name();
        row.contentType = attachment.contentType();
        row.size = attachment.size();
        row.sha256 = attachment.sha256();
        row.owner = attachment.owner();
        row.createdAt = attachment.createdAt();
        return row;
    }

    Attachment attachment() {
        return new Attachment(id, name, contentType, size, sha256, owner, createdAt);
    }
}
