package io.clawhub.gateway.protocol.claw;

import java.math.BigDecimal;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.services.ServiceListing;

import static org.assertj.core.api.Assertions.assertThat;

class SkillJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void hasTheShapeThatClientsRead() throws JsonProcessingException {
        ObjectNode skill = SkillJson.of(listing(
                List.of("t"),
                List.of("u1"),
                "{\"version\":\"2\",\"emoji\":\"x\",\"owner\":\"Ada\",\"requires\":{\"a\":1}}"));

        // As text: clients see no difference between kinds of numbers.
        assertThat(JSON.readTree(skill.toString()))
                .isEqualTo(
                        JSON.readTree(
                                """
                        {"skill_id": "s", "id": "s", "service_id": "s", "channel_id": "ch_1", "name": "S", "description": "d", "version": "2",
                         "emoji": "x", "tags": ["t"], "requires": {"a": 1}, "execution_mode": "local", "interface_spec": {},
                         "status": "online", "owner": "Ada", "provider_id": "p", "price": 1.5, "price_unit": "call",
                         "allowed_users": ["u1"]}"""));
    }

    @Test
    void fillsInWhatIsAbsent() throws JsonProcessingException {
        ObjectNode skill = SkillJson.of(listing(null, null, "{\"requires\":[1],\"interface_spec\":\"x\"}"));

        assertThat(skill.path("version").textValue()).isEqualTo("1.0.0");
        assertThat(skill.path("owner").textValue()).isEqualTo("p");
        assertThat(skill.path("requires").isObject()).isTrue();
        assertThat(skill.path("interface_spec").isObject()).isTrue();
        assertThat(skill.path("tags").isArray()).isTrue();
        assertThat(skill.path("allowed_users").isEmpty()).isTrue();
    }

    private static ServiceListing listing(List<String> tags, List<String> allowed, String document)
            throws JsonProcessingException {
        return new ServiceListing(
                "s",
                "p",
                "ch_1",
                "S",
                "d",
                tags,
                "local",
                new BigDecimal("1.5"),
                "call",
                true,
                allowed,
                null,
                JSON.readTree(document));
    }
}
