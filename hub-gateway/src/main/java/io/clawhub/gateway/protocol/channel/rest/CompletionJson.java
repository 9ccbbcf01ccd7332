package io.clawhub.gateway.protocol.channel.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.sessions.Outcome;

/**
 * A completion in OpenAI's words. {@code usage} is left out: the hub does not know what an agent uses.
 *
 * @param id the completion's id
 * @param createdSeconds when it was asked for, seconds since 1970
 * @param model the client's name for the agent
 */
record CompletionJson(String id, long createdSeconds, String model) {

    private static final String STOP = "stop";
    private static final String FINISH_REASON = "finish_reason";

    /** The completion of a run. */
    static CompletionJson of(String runId, String model) {
        return new CompletionJson("chatcmpl-" + runId, System.currentTimeMillis() / 1000, model);
    }

    /** The first piece of an answer: who speaks. */
    String first() {
        ObjectNode delta =
                JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", "");
        return chunk(delta, null);
    }

    /** What the answer grew by. */
    String grown(String text) {
        return chunk(JsonNodeFactory.instance.objectNode().put("content", text), null);
    }

    /** The last piece: the answer is whole, or as long as it may be, or somebody has stopped it. */
    String last(Outcome outcome) {
        return chunk(JsonNodeFactory.instance.objectNode(), finishReason(outcome));
    }

    private static String finishReason(Outcome outcome) {
        return outcome == Outcome.LENGTH ? Outcome.LENGTH.wireName() : STOP;
    }

    /** The whole answer. */
    String whole(String text, Outcome outcome) {
        ObjectNode completion = head("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal");
        choice.putNull("logprobs").put(FINISH_REASON, finishReason(outcome));
        return completion.toString();
    }

    private String chunk(ObjectNode delta, String finishReason) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put(FINISH_REASON, finishReason);
        return chunk.toString();
    }

    private ObjectNode head(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", model);
    }
}
