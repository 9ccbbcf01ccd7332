package io.clawhub.gateway.protocol.agentclub.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.archive.LoggedMessage;
import io.clawhub.gateway.GatewayConfig;
import io.clawhub.gateway.core.Command;
import io.clawhub.gateway.core.GroupCommand;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.protocol.agentclub.ChatRef;
import io.clawhub.gateway.protocol.agentclub.MessageJson;
import io.clawhub.gateway.protocol.agentclub.Timestamps;

/** Pages of what was said in a chat. */
@ApplicationScoped
class ChatHistory {

    private static final int MAX_PAGE = 100;

    private final People people;
    private final MessageJson json;
    private final int pageSize;

    ChatHistory(People people, MessageJson json, GatewayConfig config) {
        this.people = people;
        this.json = json;
        this.pageSize = config.agentClub().pageSize();
    }

    /**
     * A page, oldest first.
     *
     * @param conversationId whose it is
     * @param lastSeq the last message in it, 0 for an empty page
     * @param isNewest whether nothing newer was said when it was read
     */
    record Page(String conversationId, ArrayNode rows, long lastSeq, boolean isNewest) {}

    /**
     * The newest messages, or those before a time. A page is short only where the chat begins: that is how clients find its
     * beginning.
     *
     * @param before the {@code created_at} of a message, or null; what is no time counts as absent
     * @param limit messages wanted; what is no number counts as absent
     * @return fails with {@link HubError#NOT_A_PARTY} for whoever is not in it, or when there is no such chat
     */
    Uni<Page> page(ClubDoor.Visit visit, String chatType, String chatId, String before, String limit) {
        ChatRef chat = ChatRef.of(chatType, chatId);
        if (chat == null) {
            throw notIn();
        }
        Instant time = Timestamps.parse(before);
        String until = time == null || time.equals(Instant.EPOCH) ? null : time.toString();
        int wanted = Math.min(number(limit), MAX_PAGE);
        if (wanted == 0) {
            return Uni.createFrom()
                    .item(new Page(chat.conversationId(), JsonNodeFactory.instance.arrayNode(), 0, false));
        }
        return collect(visit, chat.conversationId(), until, wanted, new ArrayList<>())
                .call(messages -> messages.isEmpty()
                        ? checkMember(visit, chat)
                        : Uni.createFrom().voidItem())
                .onFailure(failure -> HubException.of(failure).error() == HubError.CHANNEL_NOT_FOUND)
                .transform(failure -> notIn())
                .chain(messages -> people.accounts(messages.stream()
                                .map(logged -> logged.message().senderId())
                                .toList())
                        .map(known -> page(chat, messages, until == null)));
    }

    /** History has nothing to say of a conversation that does not exist. */
    private static Uni<ConversationDescribed> checkMember(ClubDoor.Visit visit, ChatRef chat) {
        return visit.ask(
                new GroupCommand.DescribeConversation(chat.conversationId(), GroupCommand.Rules.OWNER),
                ConversationDescribed.class);
    }

    private Page page(ChatRef chat, List<LoggedMessage> messages, boolean isNewest) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        messages.forEach(logged -> rows.add(json.row(logged)));
        long last = messages.isEmpty() ? 0 : messages.getLast().seq();
        return new Page(chat.conversationId(), rows, last, isNewest);
    }

    /** History's pages end at so many bytes; this one does not. */
    private Uni<List<LoggedMessage>> collect(
            ClubDoor.Visit visit, String conversationId, String before, int wanted, List<LoggedMessage> newer) {
        return visit.ask(
                        new Command.ReadHistory(conversationId, null, before, wanted - newer.size()),
                        Reply.HistoryRead.class)
                .chain(read -> {
                    List<LoggedMessage> all = new ArrayList<>(read.messages());
                    all.addAll(newer);
                    return read.hasMore()
                                    && all.size() < wanted
                                    && !read.messages().isEmpty()
                            ? collect(
                                    visit,
                                    conversationId,
                                    all.getFirst().message().messageId(),
                                    wanted,
                                    all)
                            : Uni.createFrom().item(all);
                });
    }

    private int number(String text) {
        if (text == null) {
            return pageSize;
        }
        int number;
        try {
            number = Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return pageSize;
        }
        if (number < 0) {
            throw new HubException(HubError.MISSING_FIELDS, "limit must not be negative");
        }
        return number;
    }

    private static HubException notIn() {
        return new HubException(HubError.NOT_A_PARTY, "you are not in this chat");
    }
}
