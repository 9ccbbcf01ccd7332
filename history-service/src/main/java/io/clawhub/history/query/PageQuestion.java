package io.clawhub.history.query;

import java.time.OffsetDateTime;
import java.util.Map;

import jakarta.ws.rs.QueryParam;

/** What both kinds of page can be asked with. Its methods check, and answer what is wrong with 400. */
public class PageQuestion {

    /** A message, by the hub's id of it or its sender's: the page lies before it. */
    @QueryParam("before_message")
    public String beforeMessage;

    /** An ISO-8601 time: the page lies before it. */
    @QueryParam("before_time")
    public String beforeTime;

    /** How many messages at most. */
    @QueryParam("limit")
    public String limit;

    /** How far history must have stored the log. */
    @QueryParam("positions")
    public String positions;

    String message() {
        return Asked.optionalId("before_message", beforeMessage);
    }

    OffsetDateTime time() {
        return Asked.time("before_time", beforeTime);
    }

    int most() {
        return Asked.limit(limit);
    }

    Map<Integer, Long> stored() {
        return Asked.positions(positions);
    }
}
