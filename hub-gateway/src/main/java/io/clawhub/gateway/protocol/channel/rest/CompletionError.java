package io.clawhub.gateway.protocol.channel.rest;

import java.util.Locale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.Outcome;

/**
 * Why there is no answer, in OpenAI's words.
 *
 * @param status of HTTP, where nothing was sent before
 * @param message a sentence
 * @param code for programs
 * @param wasAsked whether the agent was asked: a client that tries again by itself would ask it twice
 */
record CompletionError(int status, String message, String code, boolean wasAsked) {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int FAULT = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;

    /** The request was refused; nobody was asked. */
    static CompletionError of(HubException refusal) {
        return new CompletionError(refusal.error().httpStatus(), refusal.getMessage(), code(refusal.error()), false);
    }

    private static String code(HubError error) {
        if (error == HubError.AGENT_NOT_FOUND) {
            return "model_not_found";
        }
        return error == HubError.AUTH_FAILED || error == HubError.AUTH_REQUIRED
                ? "invalid_api_key"
                : error.name().toLowerCase(Locale.ROOT);
    }

    /** The agent is not connected. */
    static CompletionError offline(boolean wasAsked) {
        return new CompletionError(UNAVAILABLE, "the agent is not connected", "agent_offline", wasAsked);
    }

    /** How a run ended that has no whole answer; null: it has one, or somebody has stopped it. */
    static CompletionError of(Outcome outcome) {
        return switch (outcome) {
            case STOP, LENGTH, CANCELLED -> null;
            case AGENT_ERROR -> failed(BAD_GATEWAY, "the agent failed", outcome);
            case AGENT_LOST -> failed(UNAVAILABLE, "the agent went away", outcome);
            case AGENT_TIMEOUT -> failed(TIMEOUT, "the agent did not answer in time", outcome);
            case INTERNAL -> failed(FAULT, "the hub could not finish this", outcome);
        };
    }

    private static CompletionError failed(int status, String message, Outcome outcome) {
        return new CompletionError(status, message, outcome.wireName(), true);
    }

    /** The body. */
    String json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type())
                .putNull("param")
                .put("code", code);
        return body.toString();
    }

    private String type() {
        return switch (status) {
            case UNAUTHORIZED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case TOO_MANY -> "rate_limit_error";
            default -> status >= FAULT ? "server_error" : "invalid_request_error";
        };
    }
}
