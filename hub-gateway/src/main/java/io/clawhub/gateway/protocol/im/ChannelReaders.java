package io.clawhub.gateway.protocol.im;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.services.ServiceQuery;
import io.clawhub.gateway.json.JsonFields;

/** Reads questions about sessions and services. */
final class ChannelReaders {

    private static final int STANDARD_SERVICES = 50;
    private static final int MAX_SERVICES = 200;

    private ChannelReaders() {}

    static void addTo(Map<String, Function<JsonFields, ImFrame>> readers) {
        readers.put(
                "channel_request",
                fields -> AskFrame.of(new ChannelCommand.RequestChannel(
                        fields.id("rid"), serviceId(fields), fields.id("provider_id"), fields.text("message"))));
        readers.put(
                "channel_accept",
                fields -> AskFrame.of(new ChannelCommand.AcceptChannel(
                        fields.id("conversation_id"), consumer(fields), fields.text("message"))));
        readers.put(
                "channel_reject",
                fields -> AskFrame.of(new ChannelCommand.RejectChannel(
                        fields.id("conversation_id"), consumer(fields), fields.text("reason"))));
        readers.put(
                "channel_end",
                fields -> AskFrame.of(
                        new ChannelCommand.EndChannel(fields.requiredId("conversation_id"), fields.text("reason"))));
        readers.put("services", fields -> AskFrame.of(new ServiceCommand.DiscoverServices(query(fields))));
        readers.put("service_register", fields -> AskFrame.of(register(fields)));
        readers.put(
                "service_unregister",
                fields -> AskFrame.of(new ServiceCommand.UnregisterService(fields.requiredId("service_id"))));
    }

    /** A provider may be asked for a session without a service. */
    private static String serviceId(JsonFields fields) {
        if (fields.id("service_id") == null && fields.id("provider_id") == null) {
            throw JsonFields.missing("service_id or provider_id");
        }
        return fields.id("service_id");
    }

    /** The conversation says enough; without it the consumer must be named. */
    private static String consumer(JsonFields fields) {
        return fields.id("conversation_id") == null ? fields.requiredId("consumer_id") : fields.id("consumer_id");
    }

    private static ServiceQuery query(JsonFields fields) {
        String query = fields.text("query");
        return new ServiceQuery(
                query == null || query.isBlank() ? null : query,
                true,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                ServiceQuery.Sort.NAME,
                false,
                Numbers.or(fields, "limit", STANDARD_SERVICES, 1, MAX_SERVICES));
    }

    private static ServiceCommand register(JsonFields fields) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("name", fields.requiredText("name"));
        ImCodec.put(document, "description", fields.text("description"));
        return new ServiceCommand.RegisterService(fields.requiredId("service_id"), null, null, document);
    }
}
