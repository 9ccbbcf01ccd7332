package io.clawhub.gateway.core.log;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the log has been reached. A later outage of Kafka does not take the gateway out: its sockets stay open and
 * what plain senders say is held.
 */
@Readiness
@ApplicationScoped
public class LogReadiness implements HealthCheck {

    private final ChatEventTail tail;
    private final StreamTail streams;

    LogReadiness(ChatEventTail tail, StreamTail streams) {
        this.tail = tail;
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("log")
                .status(tail.isFollowing() && streams.isFollowing())
                .build();
    }
}
