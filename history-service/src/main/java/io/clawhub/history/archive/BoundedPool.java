package io.clawhub.history.archive;

import java.util.List;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The connection pool with bounds that Quarkus has no keys for: a server that does not accept is
 * given up soon, and only so many wait for a connection. How long they wait is up to them: the pool's own time-out fails a
 * request twice when the server refuses it first.
 */
@ApplicationScoped
public class BoundedPool implements PgPoolCreator {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int MOST_WAITING = 1_000;

    @Override
    public Pool create(Input input) {
        PoolOptions bounded = new PoolOptions(input.poolOptions()).setMaxWaitQueueSize(MOST_WAITING);
        input.pgConnectOptionsList().forEach(options -> options.setConnectTimeout(CONNECT_MILLIS));
        return PgBuilder.pool()
                .with(bounded)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
