package io.clawhub.gateway.protocol.claw;

import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Reads {@link ChatFrame}s of all dialects. */
final class ChatReaders {

    /** What the protocol's own server sends when nothing else was asked for. */
    private static final int DEFAULT_LIMIT = 50;

    private static final int MAX_LIMIT = 500;

    private ChatReaders() {}

    static void addTo(Map<String, Function<Fields, ClawFrame>> readers) {
        readers.put("chat_message", fields -> say(fields, "sender_id", "target_agent"));
        readers.put("chat", fields -> say(fields, "sender", "target"));
        readers.put("chat_stream", ChatReaders::stream);
        readers.put("chat_request", ChatReaders::request);
        readers.put("request_chat", ChatReaders::request);
        readers.put("chat_accept", ChatReaders::accept);
        readers.put("accept_chat", ChatReaders::accept);
        readers.put("chat_reject", ChatReaders::reject);
        readers.put("reject_chat", ChatReaders::reject);
        readers.put("chat_end", ChatReaders::end);
        readers.put("end_chat", ChatReaders::end);
        readers.put("chat_history", ChatReaders::history);
        readers.put("history", ChatReaders::history);
    }

    private static ClawFrame say(Fields fields, String sender, String target) {
        return new ChatFrame.Say(
                fields.id("message_id"),
                fields.id(sender),
                fields.id(target),
                fields.id("service_id"),
                fields.id("channel_id"),
                fields.required("content"),
                fields.flag("ack", false));
    }

    private static ClawFrame stream(Fields fields) {
        Long seq = fields.whole("seq");
        if (seq == null || seq < 1 || seq > Integer.MAX_VALUE) {
            throw new HubException(HubError.MISSING_FIELDS, "seq must be a whole number from 1 on");
        }
        return new ChatFrame.Stream(
                fields.requiredId("message_id"),
                fields.id("sender_id"),
                fields.id("target_agent"),
                fields.id("service_id"),
                fields.id("channel_id"),
                seq,
                fields.text("delta"),
                fields.text("text"),
                fields.flag("done", false),
                fields.flag("ack", false));
    }

    private static ClawFrame request(Fields fields) {
        return new ChatFrame.Request(
                fields.id("consumer_id"),
                fields.requiredId("service_id"),
                fields.id("provider_id"),
                fields.text("message"));
    }

    private static ClawFrame accept(Fields fields) {
        return new ChatFrame.Accept(
                fields.id("provider_id"), consumer(fields), fields.id("channel_id"), fields.text("message"));
    }

    private static ClawFrame reject(Fields fields) {
        return new ChatFrame.Reject(
                fields.id("provider_id"), consumer(fields), fields.id("channel_id"), fields.text("reason"));
    }

    /** The channel says enough; without it the consumer must be named. */
    private static String consumer(Fields fields) {
        return fields.id("channel_id") == null ? fields.requiredId("consumer_id") : fields.id("consumer_id");
    }

    private static ClawFrame end(Fields fields) {
        return new ChatFrame.End(fields.id("agent_id"), fields.requiredId("channel_id"), fields.text("reason"));
    }

    private static ClawFrame history(Fields fields) {
        return new ChatFrame.History(
                fields.id("agent_id"),
                fields.id("channel_id"),
                fields.id("service_id"),
                fields.id("before"),
                limit(fields));
    }

    /** A limit as the protocol's clients send it: nothing, nonsense and everything below one mean the default. */
    private static int limit(Fields fields) {
        JsonNode limit = fields.any("limit");
        if (limit == null || !limit.isNumber() || !limit.canConvertToInt() || limit.asInt() < 1) {
            return DEFAULT_LIMIT;
        }
        int wanted = limit.asInt();
        return wanted > MAX_LIMIT ? MAX_LIMIT : wanted;
    }
}
