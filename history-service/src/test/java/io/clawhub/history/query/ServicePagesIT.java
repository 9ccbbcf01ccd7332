package io.clawhub.history.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.common.mapper.TypeRef;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.Member;
import io.clawhub.events.MessageAccepted;
import io.clawhub.history.HistoryITBase;
import io.clawhub.history.HubLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

/** What was said through a service: in its lobby, in its sessions, and between two who named it. */
@QuarkusTest
class ServicePagesIT extends HistoryITBase {

    private static final String CONTENTS = "messages.message.content";

    private String service;
    private String lobby;

    @BeforeEach
    void nameTheService() {
        service = "weather-" + id;
        lobby = "ch_" + id;
    }

    @Test
    void showsItsProviderTheWholeServiceAndAConsumerItsOwnPart() {
        log.open(lobby, ConversationKind.SERVICE, service, provider());
        log.open("ch_1" + id, ConversationKind.CHANNEL, service, provider(), consumer("c1"));
        say(lobby, ConversationKind.SERVICE, "c1", "p", "lobby, c1");
        say(lobby, ConversationKind.SERVICE, "c2", "p", "lobby, c2");
        say("ch_1" + id, ConversationKind.CHANNEL, "c1", "p", "session, c1");
        say(lobby, ConversationKind.SERVICE, "p", "c2", "to c2");
        log.say(HubLog.direct("dc_" + id, "c1-" + id, "p-" + id, "besides"));
        awaitStored(lobby, 3);
        awaitStored("ch_1" + id, 1);
        awaitStored("dc_" + id, 1);

        of("p", "").body(CONTENTS, contains("lobby, c1", "lobby, c2", "session, c1", "to c2"));
        of("c1", "").body(CONTENTS, contains("lobby, c1", "session, c1")).body("hasMore", equalTo(false));
        of("c2", "").body(CONTENTS, contains("lobby, c2", "to c2"));
        of("stranger", "").body(CONTENTS, empty()).body("hasMore", equalTo(false));
    }

    @Test
    void worksForALabelThatNobodyRegistered() {
        say("dc_" + id, ConversationKind.DIRECT, "c1", "p", "under a label");
        log.say(HubLog.direct("dc_" + id, "c1-" + id, "p-" + id, "without"));
        awaitStored("dc_" + id, 2);

        of("p", "").body(CONTENTS, contains("under a label"));
        of("c1", "").body(CONTENTS, contains("under a label"));
    }

    @Test
    void filesAMessageThatNamesNoServiceUnderItsConversations() {
        log.open(lobby, ConversationKind.SERVICE, service, provider());
        log.say(HubLog.message(
                lobby, ConversationKind.SERVICE, "c1-" + id, List.of("c1-" + id, "p-" + id), "by channel id"));
        awaitStored(lobby, 1);

        of("p", "").body(CONTENTS, contains("by channel id"));
    }

    @Test
    void listsARepeatedMessageOnce() {
        MessageAccepted message =
                HubLog.labelled(HubLog.direct("dc_" + id, "c1-" + id, "p-" + id, "once"), "k", service);
        log.say(message);
        log.say(message);
        awaitStored("dc_" + id, 1);
        log.say(message);
        say("dc_" + id, ConversationKind.DIRECT, "c1", "p", "next");
        awaitStored("dc_" + id, 2);

        of("p", "").body(CONTENTS, contains("once", "next"));
    }

    @Test
    void pagesBackOverLobbyAndSessionsWithoutSkippingOrRepeating() {
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String conversation = (i % 3 == 0 ? "ch_" : "ch_" + i % 3) + id;
            ConversationKind kind = i % 3 == 0 ? ConversationKind.SERVICE : ConversationKind.CHANNEL;
            say(conversation, kind, "c" + i % 3, "p", "t" + i);
            said.add("t" + i);
        }
        awaitStored(lobby, 9);
        awaitStored("ch_1" + id, 8);
        awaitStored("ch_2" + id, 8);

        List<String> read = new ArrayList<>();
        String before = "";
        boolean more = true;
        while (more) {
            Map<String, Object> page = of("p", "&limit=4" + before).extract().as(new TypeRef<>() {});
            List<Map<String, Object>> messages = messages(page);
            for (Map<String, Object> logged : messages.reversed()) {
                read.addFirst((String) message(logged).get("content"));
            }
            before = "&before_message=" + message(messages.getFirst()).get("messageId");
            more = (boolean) page.get("hasMore");
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(said).doesNotHaveDuplicates();
    }

    @Test
    void pagesBackOnlyFromMessagesOfTheService() {
        MessageAccepted direct =
                HubLog.labelled(HubLog.direct("dc_" + id, "c1-" + id, "p-" + id, "besides"), "besides-" + id, null);
        say(lobby, ConversationKind.SERVICE, "c1", "p", "through it");
        log.say(direct);
        awaitStored(lobby, 1);
        awaitStored("dc_" + id, 1);

        of("p", "&before_message=besides-" + id).body(CONTENTS, empty());
        of("p", "&before_message=" + direct.messageId()).body(CONTENTS, empty());
        of("p", "&before_time=9999-01-01T00:00:00Z").body(CONTENTS, contains("through it"));
    }

    @Test
    void cutsAPageOfLargeMessages() {
        for (int i = 0; i < 8; i++) {
            say(lobby, ConversationKind.SERVICE, "c1", "p", "x".repeat(700_000));
        }
        awaitStored(lobby, 8);

        assertThat(of("p", "&limit=8").extract().jsonPath().getList(CONTENTS)).hasSize(6);
        of("p", "&limit=8").body("hasMore", equalTo(true));
    }

    private Member provider() {
        return new Member("p-" + id, "provider");
    }

    private Member consumer(String name) {
        return new Member(name + "-" + id, "consumer");
    }

    private void say(String conversation, ConversationKind kind, String from, String to, String text) {
        log.say(HubLog.labelled(
                HubLog.message(conversation, kind, from + "-" + id, List.of(from + "-" + id, to + "-" + id), text),
                null,
                service));
    }

    private ValidatableResponse of(String participant, String query) {
        return ok("/api/participants/" + participant + "-" + id + "/messages?service=" + service + query);
    }
}
