package io.clawhub.gateway.protocol.claw;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.services.ServiceListing;

/** A service as the protocol's clients read it, on the socket and over HTTP. */
public final class SkillJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SkillJson() {}

    /** The service; what its provider did not say has the protocol's default. */
    public static ObjectNode of(ServiceListing service) {
        JsonNode document = service.document() == null ? JSON.objectNode() : service.document();
        ObjectNode skill = JSON.objectNode()
                .put("skill_id", service.serviceId())
                .put("id", service.serviceId())
                .put("service_id", service.serviceId())
                .put("channel_id", service.conversationId())
                .put("name", service.name())
                .put("description", service.description())
                .put("version", document.path("version").asText("1.0.0"))
                .put("emoji", document.path("emoji").asText(""));
        skill.set("tags", array(service.tags()));
        skill.set("requires", object(document.path("requires")));
        skill.put("execution_mode", service.executionMode());
        skill.set("interface_spec", object(document.path("interface_spec")));
        skill.put("status", service.online() ? "online" : "offline")
                .put("owner", document.path("owner").asText(service.providerId()))
                .put("provider_id", service.providerId())
                .put("price", service.price())
                .put("price_unit", service.priceUnit());
        skill.set("allowed_users", array(service.allowedUsers()));
        return skill;
    }

    /** A field of the description as it was given, or null. */
    static JsonNode given(ServiceListing service, String name) {
        return service.document() == null ? null : service.document().get(name);
    }

    static ArrayNode array(List<String> words) {
        ArrayNode array = JSON.arrayNode();
        if (words != null) {
            words.forEach(array::add);
        }
        return array;
    }

    private static JsonNode object(JsonNode value) {
        return value.isObject() ? value : JSON.objectNode();
    }
}
