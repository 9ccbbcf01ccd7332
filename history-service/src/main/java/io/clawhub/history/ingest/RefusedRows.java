package io.clawhub.history.ingest;

import io.vertx.pgclient.PgException;

/** Tells a record that PostgreSQL will never take from a PostgreSQL that is in trouble. */
final class RefusedRows {

    private RefusedRows() {}

    /**
     * The SQLSTATE when the data itself was refused, else null. Classes of PostgreSQL's appendix A: 22 data exception,
     * 23 integrity constraint violation, 54 program limit exceeded.
     */
    static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refused && refused.getSqlState() != null) {
                String state = refused.getSqlState();
                return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") ? state : null;
            }
        }
        return null;
    }
}
