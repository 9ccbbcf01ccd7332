package io.clawhub.gateway.protocol.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.sessions.Outcome;

/**
 * Frames of one session for one client. Those of version 1 hold the keys of the protocol's samples and nothing else.
 *
 * @param agentId the client's name for the agent
 * @param sessionId the session's name
 * @param isExtended whether it is version 2
 */
record SessionFrames(String agentId, String sessionId, boolean isExtended) {

    /** What a client that may come again is told to wait. */
    private static final int RETRY_MILLIS = 1_000;

    /** What an answer grew by. */
    String grown(String runId, String messageId, long seq, long offset, String text) {
        ObjectNode frame = reply("stream", text, false);
        if (isExtended) {
            identify(frame, runId, messageId);
            frame.put("seq", seq).put("offset", offset);
        }
        return frame.toString();
    }

    /** A run as it stands. */
    String snapshot(String runId, String messageId, long seq, String text, boolean recovered) {
        ObjectNode frame =
                object("snapshot").put("agentId", agentId).put("content", text).put("done", false);
        identify(frame, runId, messageId);
        return frame.put("seq", seq)
                .put("offset", text.length())
                .put("state", "running")
                .put("recovered", recovered)
                .toString();
    }

    /** A whole answer. */
    String message(String runId, String messageId, String text, boolean done) {
        ObjectNode frame = reply("message", text, done);
        if (isExtended) {
            identify(frame, runId, messageId);
            if (done) {
                frame.put("reason", Outcome.STOP.wireName());
            }
        }
        return frame.toString();
    }

    /** The end of a turn, where no other frame says it. */
    String closing(String runId, String messageId, Outcome outcome) {
        ObjectNode frame = reply("stream", "", true);
        if (isExtended) {
            identify(frame, runId, messageId);
            frame.put("reason", outcome.wireName());
        }
        return frame.toString();
    }

    /** The end of a turn that went wrong. */
    String failed(String runId, String code, String text) {
        ObjectNode frame = error(agentId, code, text, true);
        if (isExtended) {
            identify(frame, runId, null);
        }
        return frame.toString();
    }

    /** The agent is not there; it will find the question. */
    String away(String runId, String clientMsgId) {
        ObjectNode frame = error(agentId, "agent_offline", "the agent is not connected; it will get the message", true)
                .put("queued", true);
        if (isExtended) {
            identify(frame, runId, null);
            put(frame, "clientMsgId", clientMsgId);
        }
        return frame.toString();
    }

    /** A refusal of something that this client said in the session. */
    String refused(HubException refusal, String clientMsgId) {
        ErrorCode code = ErrorCode.of(refusal.error());
        ObjectNode frame = error(agentId, code.name(), refusal.getMessage(), code.endsTurn());
        if (isExtended) {
            put(frame, "sessionId", sessionId);
            put(frame, "clientMsgId", clientMsgId);
            if (refusal.error().retryable()) {
                frame.put("retryAfterMs", RETRY_MILLIS);
            }
        }
        return frame.toString();
    }

    /** The same key was used before. */
    String duplicate(String runId, String messageId, String clientMsgId, int position) {
        if (!isExtended) {
            return error(agentId, "duplicate", "this clientMsgId was used before", false)
                    .toString();
        }
        return accepted(runId, messageId, clientMsgId, position, true);
    }

    /** The question is durable. Version 2 only. */
    String accepted(String runId, String messageId, String clientMsgId, int position, boolean duplicate) {
        ObjectNode frame = object("accepted").put("agentId", agentId);
        identify(frame, runId, messageId);
        put(frame, "clientMsgId", clientMsgId);
        frame.put("position", position);
        if (duplicate) {
            frame.put("duplicate", true);
        }
        return frame.toString();
    }

    /** What another device asked. Version 2 only. */
    String userMessage(String runId, String messageId, String text, JsonNode metadata) {
        ObjectNode frame = object("user_message").put("agentId", agentId).put("content", text);
        identify(frame, runId, messageId);
        if (metadata != null) {
            frame.set("metadata", metadata);
        }
        return frame.toString();
    }

    /** Where a run stands. Version 2 only. */
    String status(String runId, String status) {
        return standing(runId, status).toString();
    }

    private ObjectNode standing(String runId, String status) {
        ObjectNode frame = object("status").put("agentId", agentId).put("status", status);
        identify(frame, runId, null);
        return frame;
    }

    /** The client has all that there is of this run, and hears what follows. Version 2 only. */
    String goesOn(String runId, long seq) {
        return standing(runId, "running").put("seq", seq).put("recovered", true).toString();
    }

    /** This run does not go on: what came of it is in history. Version 2 only. */
    String notRecovered(String runId) {
        return standing(runId, "unknown").put("recovered", false).toString();
    }

    /** The client reads this session now. Version 2 only. */
    String joined() {
        return object("session_joined")
                .put("agentId", agentId)
                .put("sessionId", sessionId)
                .toString();
    }

    /** A frame of this type. */
    static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /** An error frame: one text in three places, where readers of either dialect look. */
    static ObjectNode error(String agentId, String code, String text, boolean done) {
        ObjectNode frame = object("error");
        put(frame, "agentId", agentId);
        frame.put("code", code).put("message", text).put("content", text);
        frame.putObject("payload").put("message", text);
        return frame.put("done", done);
    }

    /** A refusal outside of any session. */
    static String refused(String agentId, HubException refusal) {
        HubError error = refusal.error();
        return error(agentId, ErrorCode.of(error).name(), refusal.getMessage(), false)
                .toString();
    }

    /** The same of a frame that could be parsed: whoever said it finds its own words again. Version 2 only. */
    static String refusedFrame(JsonNode said, HubException refusal) {
        HubError error = refusal.error();
        ObjectNode frame = error(null, ErrorCode.of(error).name(), refusal.getMessage(), false);
        echo(frame, "sessionId", said);
        echo(frame, "clientMsgId", said);
        if (error.retryable()) {
            frame.put("retryAfterMs", RETRY_MILLIS);
        }
        return frame.toString();
    }

    private static void echo(ObjectNode frame, String name, JsonNode said) {
        JsonNode value = said.path(name);
        if (value.isTextual() && value.textValue().length() <= ChannelCodec.MAX_KEY) {
            frame.set(name, value);
        }
    }

    private ObjectNode reply(String type, String text, boolean done) {
        return object(type).put("agentId", agentId).put("content", text).put("done", done);
    }

    private void identify(ObjectNode frame, String runId, String messageId) {
        frame.put("sessionId", sessionId);
        put(frame, "runId", runId);
        put(frame, "messageId", messageId);
    }

    private static void put(ObjectNode frame, String name, String value) {
        if (value != null) {
            frame.put(name, value);
        }
    }
}
