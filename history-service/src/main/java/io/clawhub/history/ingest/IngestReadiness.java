package io.clawhub.history.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the topics exist and partitions are assigned. */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {

    private final LogTopics topics;
    private final AssignedPartitions assigned;

    IngestReadiness(LogTopics topics, AssignedPartitions assigned) {
        this.topics = topics;
        this.assigned = assigned;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("log consumer")
                .status(topics.exist() && assigned.size() > 0)
                .withData("partitions", assigned.size())
                .build();
    }
}
