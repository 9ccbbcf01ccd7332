package io.clawhub.history.ingest;

import java.util.concurrent.ExecutorService;

import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Receives the log in batches. The next batch comes when the last is stored; with a few batches waiting the consumer
 * pauses and stays in its group, so an outage of PostgreSQL of any length costs a bounded amount of memory.
 */
@ApplicationScoped
public class LogConsumer {

    private final BatchStore store;
    private final ExecutorService virtualThreads;

    LogConsumer(BatchStore store, @VirtualThreads ExecutorService virtualThreads) {
        this.store = store;
        this.virtualThreads = virtualThreads;
    }

    /** Completes when the batch is stored, or when the service stops: then it is read again at the next start. */
    @Incoming("log")
    public Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return Uni.createFrom()
                .item(() -> store.store(records, records.count()))
                .runSubscriptionOn(virtualThreads)
                .replaceWithVoid();
    }
}
