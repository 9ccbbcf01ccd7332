package io.clawhub.gateway.protocol.claw;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.services.ServiceQuery;
import io.clawhub.gateway.core.services.ServiceQuery.Sort;

/** Reads {@link ServiceFrame}s and {@link CallFrame}s. */
final class ServiceReaders {

    /** Hex digits of a service id that the hub makes. */
    private static final int SERVICE_ID_DIGITS = 8;

    private ServiceReaders() {}

    static void addTo(Map<String, Function<Fields, ClawFrame>> readers) {
        readers.put("register", ServiceReaders::register);
        readers.put("unregister", fields -> new ServiceFrame.Unregister(fields.requiredId("service_id")));
        readers.put("update_service", ServiceReaders::update);
        readers.put("skill_discover", fields -> new ServiceFrame.Discover(query(fields)));
        readers.put("get_service_docs", fields -> new ServiceFrame.Describe(fields.requiredId("service_id"), false));
        readers.put("get_skill_doc", fields -> new ServiceFrame.Describe(fields.requiredId("service_id"), true));
        readers.put("set_price", ServiceReaders::price);
        readers.put("rate", ServiceReaders::rate);
        readers.put("get_rating", fields -> new ServiceFrame.GetRating(fields.requiredId("service_id")));
        readers.put("lifecycle_policy", ServiceReaders::policy);
        readers.put("establish_channel", fields -> new CallFrame.EstablishChannel(fields.requiredId("service_id")));
        readers.put("close_channel", fields -> new CallFrame.CloseChannel(channel(fields)));
        readers.put("call_service", ServiceReaders::call);
        readers.put("response", ServiceReaders::response);
        readers.put("key_response", fields -> answer(fields, "approved", "lifecycle", "reason"));
        readers.put("channel_confirm", fields -> answer(fields, "accepted", "tunnel_id", "reason"));
        readers.put(
                "key_request",
                fields -> new CallFrame.KeyRequest(fields.requiredId("service_id"), fields.text("purpose")));
        readers.put("key_revoke", fields -> new CallFrame.KeyRevoke(fields.requiredId("key")));
        readers.put("renew_key", ServiceReaders::renew);
        readers.put("key_list", fields -> new CallFrame.KeyList(fields.requiredId("service_id")));
    }

    private static ClawFrame register(Fields fields) {
        Fields service = fields.fieldsOf("service");
        String id = service.id("id") != null ? service.id("id") : service.id("service_id");
        String document = fields.text("skill_doc");
        return new ServiceFrame.Register(
                id != null ? id : Ids.fresh("", SERVICE_ID_DIGITS),
                owner(service),
                document != null ? document : service.text("skill_doc"),
                service.json());
    }

    private static String owner(Fields service) {
        String owner = service.id("owner");
        String provider = owner != null ? owner : service.id("provider_id");
        JsonNode metadata = provider != null ? null : service.object("metadata");
        return metadata == null ? provider : new Fields(metadata).id("agent_id");
    }

    private static ClawFrame update(Fields fields) {
        JsonNode changes = fields.object("updates");
        return new ServiceFrame.Update(
                fields.requiredId("service_id"),
                changes != null ? changes : fields.fieldsOf("service").json());
    }

    private static ServiceQuery query(Fields fields) {
        String query = fields.text("query");
        Long limit = fields.whole("limit");
        return new ServiceQuery(
                query == null || query.isBlank() ? null : query,
                fields.flag("fuzzy", true),
                fields.words("tags"),
                online(fields.text("status")),
                emptyIsNone(fields.text("execution_mode")),
                fields.id("owner"),
                fields.decimal("min_price"),
                fields.decimal("max_price"),
                sort(fields.text("sort_by")),
                "desc".equals(fields.text("sort_order")),
                limit == null ? ServiceQuery.MAX_LIMIT : Math.clamp(limit, 1, ServiceQuery.MAX_LIMIT));
    }

    /** Online services unless others are asked for; a word that means neither means both. */
    private static Boolean online(String status) {
        return switch (status == null ? "online" : status) {
            case "online" -> true;
            case "offline" -> false;
            default -> null;
        };
    }

    private static Sort sort(String by) {
        return switch (by == null ? "" : by.toLowerCase(Locale.ROOT)) {
            case "price" -> Sort.PRICE;
            case "time" -> Sort.TIME;
            default -> Sort.NAME;
        };
    }

    private static String emptyIsNone(String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static ClawFrame price(Fields fields) {
        BigDecimal price = fields.decimal("price");
        if (price == null) {
            throw Fields.missing("price");
        }
        return new ServiceFrame.SetPrice(fields.requiredId("service_id"), price, fields.text("price_unit"));
    }

    private static ClawFrame rate(Fields fields) {
        Long score = fields.whole("score");
        if (score == null) {
            throw Fields.missing("score");
        }
        if (score < 0 || score > 5) {
            throw Fields.wrong("score", "a whole number from 0 to 5");
        }
        return new ServiceFrame.Rate(
                fields.requiredId("service_id"), score.intValue(), fields.text("comment"), fields.words("tags"));
    }

    private static ClawFrame policy(Fields fields) {
        Fields policy = fields.fieldsOf("policy");
        return new ServiceFrame.LifecyclePolicy(
                fields.id("service_id"), policy.whole("duration_seconds"), policy.whole("max_calls"));
    }

    private static String channel(Fields fields) {
        String tunnel = fields.id("tunnel_id");
        return tunnel != null ? tunnel : fields.requiredId("channel_id");
    }

    private static ClawFrame call(Fields fields) {
        JsonNode params = fields.any("params");
        return new CallFrame.CallService(
                fields.requiredId("tunnel_id"),
                fields.requiredText("method"),
                params == null ? ClawCodec.object() : params,
                fields.id("key"));
    }

    /** A provider's {@code result} or {@code error}; anything else is taken for the result itself. */
    private static ClawFrame response(Fields fields) {
        JsonNode response = fields.required("response");
        return new CallFrame.Answer(
                fields.requiredId("request_id"),
                response.isObject() ? response : ClawCodec.object().set("result", response));
    }

    private static ClawFrame answer(Fields fields, String decision, String... details) {
        // An answer that does not say yes says no.
        ObjectNode payload = ClawCodec.object().put(decision, fields.flag(decision, false));
        for (String detail : details) {
            JsonNode value = fields.any(detail);
            if (value != null) {
                payload.set(detail, value);
            }
        }
        return new CallFrame.Answer(fields.requiredId("request_id"), payload);
    }

    private static ClawFrame renew(Fields fields) {
        String key = fields.id("key");
        return new CallFrame.KeyRenew(key != null ? fields.id("service_id") : fields.requiredId("service_id"), key);
    }
}
