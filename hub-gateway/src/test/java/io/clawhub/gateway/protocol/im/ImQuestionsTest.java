package io.clawhub.gateway.protocol.im;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationKind;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.ConversationStatus;
import io.clawhub.events.Member;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.Provenance;
import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.core.ChannelCommand;
import io.clawhub.gateway.core.ChannelReply;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupReply;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.PresenceCommand;
import io.clawhub.gateway.core.PresenceReply;
import io.clawhub.gateway.core.Push;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.ServiceCommand;
import io.clawhub.gateway.core.ServiceReply;
import io.clawhub.gateway.core.channels.Channel;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.core.services.ServiceListing;
import io.clawhub.gateway.protocol.im.ImBench.Line;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions and their answers: sessions, groups, history, presence, services. */
class ImQuestionsTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Conversation GROUP = Conversation.group(
            "gc_1", ConversationStatus.ACTIVE, "tea", List.of(new Member("a", "owner"), new Member("b", "member")), 3);

    private final ImBench bench = new ImBench(Map.of());
    private final Line line = bench.welcomed();

    @Test
    void aSessionIsAskedForAndSettled() {
        line.send("{'t':'channel_request','rid':'r1','service_id':'s','message':'please'}");
        assertThat(bench.command(ChannelCommand.RequestChannel.class))
                .isEqualTo(new ChannelCommand.RequestChannel("r1", "s", null, "please"));
        bench.reply(new ChannelReply.ChannelState(channel(ConversationStatus.REJECTED, "busy")));

        JsonNode reply = line.next();

        assertThat(reply.path("rid").textValue()).isEqualTo("r1");
        assertThat(reply.path("status").textValue()).isEqualTo("rejected");
        assertThat(reply.path("reason").textValue()).isEqualTo("busy");
        line.send("{'t':'channel_accept','rid':'r2','consumer_id':'c'}");
        bench.reply(new ChannelReply.ChannelState(channel(ConversationStatus.ACTIVE, null)));
        assertThat(line.next().path("status").textValue()).isEqualTo("accepted");
        line.send("{'t':'channel_end','rid':'r3','conversation_id':'ch_1','reason':'done'}");
        bench.reply(new ChannelReply.ChannelState(channel(ConversationStatus.ENDED, "done")));
        assertThat(line.next().path("status").textValue()).isEqualTo("ended");
        line.send("{'t':'channel_reject','rid':'r4','consumer_id':'c'}");
        bench.reply(new Reply.Done());
        assertThat(line.next().path("rid").textValue()).isEqualTo("r4");
    }

    @Test
    void refusalsCarryTheQuestionsId() {
        line.send("{'t':'group_leave','rid':'r1','conversation_id':'gc_9'}");
        bench.refuse(HubError.CHANNEL_NOT_FOUND);

        assertThat(line.refused(HubError.CHANNEL_NOT_FOUND).path("rid").textValue())
                .isEqualTo("r1");
    }

    @Test
    void groupsAreMadeAndChanged() {
        line.send("{'t':'group_create','rid':'r1','name':'tea','members':['b'],'key':'k'}");
        assertThat(bench.command(GroupCommand.CreateGroup.class))
                .isEqualTo(new GroupCommand.CreateGroup("k", "tea", List.of("b")));
        bench.reply(new GroupReply.ConversationRead(GROUP));
        JsonNode created = line.next();
        assertThat(created.path("conversation_id").textValue()).isEqualTo("gc_1");
        assertThat(created.path("name").textValue()).isEqualTo("tea");
        assertThat(created.path("members")).extracting(JsonNode::textValue).containsExactly("a", "b");

        line.send("{'t':'group_leave','rid':'r2','conversation_id':'gc_1'}");
        assertThat(bench.command(GroupCommand.RemoveMembers.class))
                .isEqualTo(new GroupCommand.RemoveMembers("gc_1", List.of("a")));
        bench.reply(new Reply.Done());
        assertThat(line.nextType()).isEqualTo("reply");

        line.send("{'t':'members','rid':'r3','conversation_id':'gc_1'}");
        assertThat(bench.command(GroupCommand.ListMembers.class))
                .isEqualTo(new GroupCommand.ListMembers("gc_1", 0, 1_000));
        bench.reply(new GroupReply.MembersListed(GROUP, GROUP.members(), false));
        assertThat(line.next().path("members").get(0).path("role").textValue()).isEqualTo("owner");

        line.send("{'t':'conversations','rid':'r4'}");
        assertThat(bench.command(GroupCommand.ListConversations.class).limit()).isEqualTo(100);
        bench.reply(new GroupReply.ConversationsListed(
                List.of(new GroupReply.ConversationDescribed(GROUP, new GroupReply.Profile(null, null, "a", AT, 2)))));
        assertThat(line.next().path("conversations").get(0).path("status").textValue())
                .isEqualTo("active");
    }

    @Test
    void changesOfGroupsArePushed() {
        JsonNode created = bench.pushed(new Push.GroupChanged(
                new ConversationOpened("gc_1", ConversationKind.GROUP, null, "tea", GROUP.members(), AT), GROUP));
        assertThat(created.path("change").textValue()).isEqualTo("created");
        JsonNode joined = bench.pushed(new Push.GroupChanged(
                new MemberJoined("c1", "gc_1", "tea", new Member("b", "member"), "a", AT, List.of()), GROUP));
        assertThat(joined.path("who").get(0).textValue()).isEqualTo("b");
        assertThat(joined.path("ts").textValue()).isEqualTo("2026-01-02T03:04:05.678Z");
        JsonNode left =
                bench.pushed(new Push.GroupChanged(new MemberLeft("c2", "gc_1", "b", "b", AT, List.of()), GROUP));
        assertThat(left.path("change").textValue()).isEqualTo("left");
        JsonNode renamed = bench.pushed(
                new Push.GroupChanged(changed(ConversationKind.GROUP, ConversationStatus.ACTIVE, "coffee"), GROUP));
        assertThat(renamed.path("name").textValue()).isEqualTo("coffee");
    }

    @Test
    void changesOfSessionsArePushed() {
        JsonNode frame = bench.pushed(
                new Push.ChannelChanged(changed(ConversationKind.CHANNEL, ConversationStatus.PENDING, "please")));

        assertThat(frame.path("status").textValue()).isEqualTo("pending");
        assertThat(frame.path("provider_id").textValue()).isEqualTo("p");
        assertThat(frame.path("consumer_id").textValue()).isEqualTo("c");
        assertThat(frame.path("text").textValue()).isEqualTo("please");
    }

    @Test
    void historyOfAPairIsThatOfItsDirectConversation() {
        line.send("{'t':'history','rid':'r1','with':'b','before':'msg_9','limit':2}");
        String direct = Ids.directConversationId("a", "b");
        assertThat(bench.command(Command.ReadHistory.class))
                .isEqualTo(new Command.ReadHistory(direct, null, "msg_9", 2));
        bench.reply(new Reply.HistoryRead(direct, List.of(said("1"), said("2")), true));

        JsonNode page = line.next();

        assertThat(page.path("messages"))
                .extracting(m -> m.path("text").textValue())
                .containsExactly("1", "2");
        assertThat(page.path("has_more").booleanValue()).isTrue();
    }

    @Test
    void aPageOfHistoryFitsIntoAFrame() {
        line.send("{'t':'history','rid':'r1','conversation_id':'dc_1','limit':500}");
        String large = "x".repeat(60_000);
        bench.reply(new Reply.HistoryRead("dc_1", java.util.Collections.nCopies(30, said(large)), false));

        JsonNode page = line.next();

        assertThat(page.path("messages").size()).isBetween(10, 16);
        assertThat(page.path("has_more").booleanValue()).isTrue();
    }

    @Test
    void presenceIsReadWatchedAndPushed() {
        line.send("{'t':'presence_watch','rid':'r1','agent_ids':['b']}");
        bench.command(PresenceCommand.WatchPresence.class);
        bench.reply(new PresenceReply.PresenceRead(List.of(new Presence("b", Presence.Status.ONLINE, AT))));
        assertThat(line.next().path("presence").get(0).path("status").textValue())
                .isEqualTo("online");
        line.send("{'t':'presence_unwatch','rid':'r2','agent_ids':['b']}");
        bench.reply(new PresenceReply.PresenceRead(List.of()));
        assertThat(line.next().has("presence")).isFalse();

        JsonNode gone = bench.pushed(new Push.PresenceSeen(new Presence("b", Presence.Status.OFFLINE, null)));

        assertThat(gone.path("status").textValue()).isEqualTo("offline");
        assertThat(gone.has("last_active_at")).isFalse();
    }

    @Test
    void servicesAreOfferedAndFound() {
        line.send("{'t':'service_register','rid':'r1','service_id':'s','name':'Weather','description':'Forecasts'}");
        assertThat(bench.command(ServiceCommand.RegisterService.class).document())
                .hasToString("{\"name\":\"Weather\",\"description\":\"Forecasts\"}");
        bench.reply(new ServiceReply.ServiceRegistered("s", "ch_1"));
        assertThat(line.next().path("conversation_id").textValue()).isEqualTo("ch_1");
        line.send("{'t':'services','rid':'r2','query':'weather'}");
        bench.reply(new ServiceReply.ServicesFound(List.of(new ServiceListing(
                "s",
                "a",
                "ch_1",
                "Weather",
                "Forecasts",
                List.of(),
                "local",
                null,
                null,
                true,
                List.of(),
                null,
                null))));
        assertThat(line.next().path("services").get(0).path("online").booleanValue())
                .isTrue();
    }

    @Test
    void theMembersOfALargeGroupAreReadInPages() {
        List<Member> many = IntStream.range(0, 300)
                .mapToObj(i -> new Member("m" + i, Conversation.MEMBER))
                .toList();
        Conversation large = Conversation.group("gc_1", ConversationStatus.ACTIVE, "crowd", many, 9);

        line.send("{'t':'members','rid':'r1','conversation_id':'gc_1','from':100,'limit':50}");
        assertThat(bench.command(GroupCommand.ListMembers.class))
                .isEqualTo(new GroupCommand.ListMembers("gc_1", 100, 50));
        bench.reply(new GroupReply.MembersListed(large, large.members().subList(100, 150), true));
        JsonNode page = line.next();
        assertThat(page.path("members")).hasSize(50);
        assertThat(page.path("member_count").intValue()).isEqualTo(300);
        assertThat(page.path("has_more").booleanValue()).isTrue();

        line.send("{'t':'group_rename','rid':'r2','conversation_id':'gc_1','name':'crowd'}");
        bench.reply(new GroupReply.ConversationRead(large));
        JsonNode renamed = line.next();
        assertThat(renamed.path("members")).isEmpty();
        assertThat(renamed.path("members_cut").booleanValue()).isTrue();

        line.send("{'t':'conversations','rid':'r3'}");
        bench.reply(new GroupReply.ConversationsListed(List.of(new GroupReply.ConversationDescribed(
                Conversation.group("gc_1", ConversationStatus.ACTIVE, "crowd", List.of(), 9),
                new GroupReply.Profile(null, null, "a", AT, 300)))));
        assertThat(line.next().path("conversations").get(0).path("member_count").intValue())
                .isEqualTo(300);

        JsonNode left = bench.pushed(
                new Push.GroupChanged(new MemberLeft("chg_gc_1_9", "gc_1", "m1", "m1", AT, List.of()), large, false));
        assertThat(left.path("members_cut").booleanValue()).isTrue();
        assertThat(left.path("who").get(0).textValue()).isEqualTo("m1");
    }

    @Test
    void tooManyQuestionsAtOnceAreRefused() {
        for (int i = 0; i < 32; i++) {
            line.send("{'t':'conversations','rid':'r" + i + "'}");
        }
        line.send("{'t':'conversations','rid':'one too many'}");

        assertThat(line.refused(HubError.RATE_LIMITED).path("rid").textValue()).isEqualTo("one too many");
        bench.reply(new GroupReply.ConversationsListed(List.of()));
        line.next();
        line.send("{'t':'conversations','rid':'again'}").hearsNothing();
    }

    private static LoggedMessage said(String text) {
        return new LoggedMessage(
                new MessageAccepted(
                        "msg_1",
                        null,
                        "dc_1",
                        ConversationKind.DIRECT,
                        "b",
                        List.of("b", "a"),
                        null,
                        TextNode.valueOf(text),
                        new Provenance("im", "open", null)),
                1,
                AT);
    }

    private static Channel channel(ConversationStatus status, String text) {
        return new Channel("ch_1", ConversationKind.CHANNEL, status, "s", "p", "c", "r1", text, AT, AT);
    }

    private static ConversationChanged changed(ConversationKind kind, ConversationStatus status, String text) {
        List<Member> members = List.of(new Member("p", "provider"), new Member("c", "consumer"));
        return new ConversationChanged("chg_1", "ch_1", kind, status, null, members, "c", null, text, AT);
    }
}
