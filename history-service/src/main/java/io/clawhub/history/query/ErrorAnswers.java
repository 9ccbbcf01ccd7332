package io.clawhub.history.query;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns failures into answers: the caller's mistakes, a database that is away, and the rest, which is our mistake. */
class ErrorAnswers {

    private static final Logger LOG = Logger.getLogger(ErrorAnswers.class);

    /**
     * SQLSTATE classes that pass: connection, rollback by conflict, resources, objects not ready, intervention (such as a
     * statement time-out), system error.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    @ServerExceptionMapper
    Response caller(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        return status >= 500 ? rest(failure) : answer(status, failure.getMessage());
    }

    @ServerExceptionMapper({JacksonException.class, MismatchedInputException.class})
    Response unreadable(JacksonException failure) {
        return answer(400, "the body is not a valid request: " + failure.getOriginalMessage());
    }

    @ServerExceptionMapper
    Response rest(Throwable failure) {
        if (isPassing(failure)) {
            LOG.warnf("database away cause=%s", failure.toString());
            return answer(503, "temporarily unavailable");
        }
        LOG.error("request failed", failure);
        return answer(500, "internal error");
    }

    static boolean isPassing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException pg) {
                return pg.getSqlState() == null
                        || PASSING.contains(pg.getSqlState().substring(0, 2));
            }
            if (cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof io.smallrye.mutiny.TimeoutException
                    || cause instanceof VertxException
                    || cause instanceof NoStackTraceThrowable) {
                return true;
            }
        }
        return false;
    }

    private static Response answer(int status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("error", error))
                .build();
    }
}
