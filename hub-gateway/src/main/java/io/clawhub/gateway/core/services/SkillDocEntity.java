package io.clawhub.gateway.core.services;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code service_skill_doc}. */
@Entity
@Table(name = "service_skill_doc")
class SkillDocEntity extends PanacheEntityBase {

    @Id
    @Column(name = "service_id")
    String serviceId;

    @Column(name = "skill_doc", nullable = false)
    String skillDoc;

    /** The documentation of a service, or null. */
    static Uni<String> read(String serviceId) {
        return SkillDocEntity.<SkillDocEntity>findById(serviceId).map(row -> row == null ? null : row.skillDoc);
    }

    /** Replaces the documentation; null leaves it as it is. */
    static Uni<Void> write(String serviceId, String skillDoc) {
        if (skillDoc == null) {
            return Uni.createFrom().voidItem();
        }
        return SkillDocEntity.<SkillDocEntity>findById(serviceId).chain(found -> {
            SkillDocEntity row = found == null ? new SkillDocEntity() : found;
            row.serviceId = serviceId;
            row.skillDoc = skillDoc;
            return found == null
                    ? row.persist().replaceWithVoid()
                    : Uni.createFrom().voidItem();
        });
    }
}
