package io.clawhub.gateway.core.channels;

import java.util.List;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/**
 * Ends what nobody else does: requests whose time is over and sessions without a word, whichever gateway they came
 * through and whether it still runs. Every gateway sweeps, each row is swept by one.
 */
@ApplicationScoped
class ChannelSweeper {

    private static final Logger LOG = Logger.getLogger(ChannelSweeper.class);

    private static final int BATCH = 100;

    private final ChannelStore store;
    private final ChannelActivity activity;
    private final GatewayConfig.Channels config;

    ChannelSweeper(ChannelStore store, ChannelActivity activity, GatewayConfig config) {
        this.store = store;
        this.activity = activity;
        this.config = config.channels();
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        // Activity first: what is in use must not be ended.
        return prolong().chain(this::expire).onFailure().recoverWithUni(failure -> {
            LOG.debugf("not swept: %s", failure.getMessage());
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> prolong() {
        List<String> used = activity.waiting();
        return used.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.prolong(used, DatabaseContext.now().plus(config.idleLimit()))
                        .invoke(() -> activity.written(used));
    }

    private Uni<Void> expire() {
        return store.expire(DatabaseContext.now())
                .chain(changed -> changed < BATCH ? Uni.createFrom().voidItem() : expire());
    }
}
