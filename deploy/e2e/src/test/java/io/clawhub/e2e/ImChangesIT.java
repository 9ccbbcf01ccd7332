package io.clawhub.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.clawhub.standalone.HubProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/** Editing, deleting and reacting: told to who is there, found by who comes later. */
@ExtendWith(CalmHub.class)
class ImChangesIT {

    private final HubProcesses hub;
    private final String alice = Names.fresh("alice");
    private final String bob = Names.fresh("bob");

    ImChangesIT(HubProcesses hub) {
        this.hub = hub;
    }

    @Test
    void whoIsThereIsToldAndWhoComesLaterFindsItAsItIs() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient b = ImClient.caughtUp(hub, 2, bob, "c")) {
            String first = a.send("m1", bob, "first").path("id").asText();
            String second = a.send("m2", bob, "second").path("id").asText();

            ok(a, "e", "{'t':'edit','rid':'e','id':'%s','text':'anew','key':'k'}", first);
            ok(a, "e2", "{'t':'edit','rid':'e2','id':'%s','text':'anew','key':'k'}", first);
            ok(b, "r", "{'t':'react','rid':'r','id':'%s','reaction':'+1'}", first);
            ok(a, "d", "{'t':'delete','rid':'d','id':'%s'}", second);

            for (ImClient one : new ImClient[] {a, b}) {
                assertThat(one.await("edited").path("text").asText()).isEqualTo("anew");
                assertThat(one.await("reaction").path("by").asText()).isEqualTo(bob);
                assertThat(one.await("deleted").path("id").asText()).isEqualTo(second);
                one.assertNone("edited");
            }
            try (ImClient later = ImClient.of(hub, 2, bob, "later")) {
                isAsItIs(later.awaitMessage(), later.awaitMessage());
            }
            JsonNode read = a.ask("h", "{'t':'history','rid':'h','with':'%s'}", bob);
            isAsItIs(read.path("messages").get(0), read.path("messages").get(1));
        }
    }

    @Test
    void nobodyChangesWhatIsNotTheirs() {
        try (ImClient a = ImClient.of(hub, 1, alice, "c");
                ImClient b = ImClient.of(hub, 1, bob, "c");
                ImClient c = ImClient.of(hub, 1, Names.fresh("carol"), "c")) {
            String id = a.send("m1", bob, "first").path("id").asText();

            assertThat(b.ask("e", "{'t':'edit','rid':'e','id':'%s','text':'x'}", id)
                            .path("code")
                            .asText())
                    .isEqualTo("ACCESS_DENIED");
            assertThat(b.ask("d", "{'t':'delete','rid':'d','id':'%s'}", id)
                            .path("code")
                            .asText())
                    .isEqualTo("ACCESS_DENIED");
            assertThat(c.ask("r", "{'t':'react','rid':'r','id':'%s','reaction':'x'}", id)
                            .path("code")
                            .asText())
                    .isEqualTo("MESSAGE_NOT_FOUND");
        }
    }

    private static void isAsItIs(JsonNode first, JsonNode second) {
        assertThat(first.path("text").asText()).isEqualTo("anew");
        assertThat(first.has("edited_at")).isTrue();
        assertThat(first.path("reactions").path(0).path("reaction").asText()).isEqualTo("+1");
        assertThat(second.path("text").asText()).isEmpty();
        assertThat(second.has("deleted_at")).isTrue();
    }

    private static void ok(ImClient client, String rid, String frame, Object... values) {
        JsonNode reply = client.ask(rid, frame, values);
        assertThat(reply.path("t").asText()).as("%s", reply).isEqualTo("reply");
    }
}
