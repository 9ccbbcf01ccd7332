package io.clawhub.gateway.core.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageDetails;
import io.clawhub.gateway.core.Command.SendMessage;

/** Questions and answers as messages of the log. What the hub adds stands in their metadata under {@value #ADDED}. */
final class Prompt {

    private static final String ADDED = "session";

    private Prompt() {}

    /** The question's message. {@code detached}: nobody waits for the answer, since the agent is not there. */
    static SendMessage question(AskedRun run, boolean detached) {
        ObjectNode metadata =
                run.metadata() instanceof ObjectNode given ? given.deepCopy() : JsonNodeFactory.instance.objectNode();
        ObjectNode added = metadata.putObject(ADDED).put("run_id", run.id());
        if (detached) {
            added.put("detached", true);
        }
        return message(run.id(), run.conversationId(), run.agentId(), run.prompt(), metadata, null);
    }

    /** The message that keeps what a run has come to, from the agent to the session. */
    static SendMessage partial(String conversationId, String participantId, ActiveRun run, Outcome outcome) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put(MessageDetails.RUN_STATUS, status(outcome)).put(MessageDetails.RUN_REASON, outcome.wireName());
        return message(null, conversationId, participantId, run.text(), metadata, run.agentRunId());
    }

    private static String status(Outcome outcome) {
        return switch (outcome) {
            case STOP, LENGTH -> "complete";
            case CANCELLED -> "cancelled";
            case AGENT_ERROR, AGENT_LOST, AGENT_TIMEOUT, INTERNAL -> "failed";
        };
    }

    private static SendMessage message(
            String key, String conversationId, String targetId, String text, ObjectNode metadata, String runId) {
        MessageDetails details = new MessageDetails(null, null, null, null, metadata, runId);
        return new SendMessage(key, targetId, null, conversationId, TextNode.valueOf(text), details, false);
    }

    /** Whether a question waits for an agent that was not there. */
    static boolean isDetached(MessageAccepted question) {
        return metadataOf(question).path(ADDED).path("detached").asBoolean(false);
    }

    /** What was added to a question by who asked, or null. */
    static JsonNode metadata(MessageAccepted question) {
        if (!(metadataOf(question) instanceof ObjectNode all)) {
            return null;
        }
        ObjectNode given = all.deepCopy();
        given.remove(ADDED);
        return given.isEmpty() ? null : given;
    }

    /** What a message says, as text: agents of other protocols say any JSON. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        JsonNode text = content.path("text");
        if (!text.isTextual()) {
            text = content.path("content");
        }
        return text.isTextual() ? text.asText() : content.toString();
    }

    /** How the run ended that this message ends. */
    static Outcome outcome(MessageAccepted answer, boolean wasCancelled) {
        JsonNode metadata = metadataOf(answer);
        String status = metadata.path(MessageDetails.RUN_STATUS).asText(null);
        if (status == null) {
            return wasCancelled ? Outcome.CANCELLED : Outcome.STOP;
        }
        return Outcome.of(status, metadata.path(MessageDetails.RUN_REASON).asText(null));
    }

    private static JsonNode metadataOf(MessageAccepted message) {
        JsonNode metadata = message.details() == null ? null : message.details().metadata();
        return metadata == null ? JsonNodeFactory.instance.objectNode() : metadata;
    }
}
