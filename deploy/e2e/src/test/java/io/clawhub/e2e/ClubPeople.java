package io.clawhub.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Makes people and agents of Agent Club, as an administrator. */
final class ClubPeople {

    private static final String PASSWORD = CalmHub.ADMIN_PASSWORD;

    private final HubProcesses hub;
    private final Rest admin;

    private ClubPeople(HubProcesses hub, Rest admin) {
        this.hub = hub;
        this.admin = admin;
    }

    /** With a known administrator, and passwords that cost little. */
    static HubProcesses.Options settings(HubProcesses.Options options) {
        return options.withGatewaySetting("hub.admin.password", PASSWORD)
                .withGatewaySetting("hub.accounts.registration", "true")
                .withGatewaySetting("hub.accounts.password-rounds", "10000");
    }

    /** Of this hub. */
    static ClubPeople of(HubProcesses hub) {
        return new ClubPeople(hub, logIn(hub, "admin").rest());
    }

    /**
     * Somebody with an account.
     *
     * @param id the participant
     * @param name the display name
     * @param token of an agent; null for a person
     * @param rest requests in their name, by session or token
     */
    record Someone(String id, String name, String token, Rest rest) {

        /** The same by another gateway. */
        Someone at(HubProcesses hub, int gateway) {
            return new Someone(id, name, token, new Rest(hub.gateway(gateway).url(), rest.headers()));
        }

        /** The session's cookie, as a header. */
        String cookie() {
            return rest.headers().get("Cookie");
        }
    }

    /** The administrator. */
    Rest admin() {
        return admin;
    }

    /** A new agent. */
    Someone agent(String name) {
        String username = Names.fresh(name);
        Rest.Answer made = admin.post("/api/agents", json("username", username).put("display_name", name));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String token = made.json().path("agent_token").textValue();
        return new Someone(
                made.json().path("id").textValue(),
                name,
                token,
                Rest.of(hub, 1).with("Authorization", "Bearer " + token));
    }

    /** A new person, logged in. */
    Someone person(String name) {
        String username = Names.fresh(name);
        Rest.Answer made = Rest.of(hub, 1)
                .post(
                        "/api/register",
                        json("username", username).put("password", PASSWORD).put("display_name", name));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return new Someone(
                made.json().path("id").textValue(), name, null, Rest.of(hub, 1).with("Cookie", cookie(made)));
    }

    /** A person who logs in once more. */
    static Someone logIn(HubProcesses hub, String username) {
        Rest.Answer in =
                Rest.of(hub, 1).post("/api/login", json("username", username).put("password", PASSWORD));
        assertThat(in.status()).as(in.body()).isEqualTo(200);
        return new Someone(
                in.json().path("id").textValue(),
                in.json().path("display_name").textValue(),
                null,
                Rest.of(hub, 1).with("Cookie", cookie(in)));
    }

    /** A group of these, made by a person. */
    static String group(Someone creator, Someone... others) {
        Rest.Answer made = creator.rest().post("/api/groups", json("name", Names.fresh("group")));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String id = made.json().path("id").textValue();
        for (Someone other : others) {
            add(creator, id, other.id());
        }
        return id;
    }

    /** Adds a member. */
    static void add(Someone creator, String groupId, String participantId) {
        Rest.Answer added = creator.rest().post("/api/groups/" + groupId + "/members", json("user_id", participantId));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
    }

    /** The direct chat of two. */
    static String direct(Someone one, Someone other) {
        String path = one.token() == null ? "/api/direct-chats" : "/api/agent/direct-chats";
        Rest.Answer made = one.rest().post(path, json("user_id", other.id()));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made.json().path("id").textValue();
    }

    static ObjectNode json(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }

    private static String cookie(Rest.Answer answer) {
        return "session=" + answer.cookie("session");
    }

    /** The ids of a list. */
    static java.util.List<String> ids(JsonNode list) {
        return list.findValuesAsText("id");
    }
}
