package io.clawhub.gateway.core.groups;

import java.util.List;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ConversationKind;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.Member;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.conversations.Conversation;
import io.clawhub.gateway.core.conversations.ConversationDirectory;
import io.clawhub.gateway.core.log.ChatEventTail;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** Direct conversations on request: opened before anything is said, and cleared away by one of the two for themselves. */
@ApplicationScoped
class Directs {

    private final PanacheDirectStore store;
    private final ConversationDirectory conversations;
    private final ChatEventTail tail;

    Directs(PanacheDirectStore store, ConversationDirectory conversations, ChatEventTail tail) {
        this.store = store;
        this.conversations = conversations;
        this.tail = tail;
    }

    /** Its id is a function of the two, so whoever asks gets the same one, however many ask at once. */
    Uni<Conversation> open(String callerId, String otherId) {
        List<Member> members = Stream.of(callerId, otherId)
                .distinct()
                .map(id -> new Member(id, Conversation.MEMBER))
                .toList();
        Conversation direct =
                new Conversation(Ids.directConversationId(callerId, otherId), ConversationKind.DIRECT, null, members);
        return conversations
                .open(direct)
                .chain(() -> store.show(direct.id(), callerId))
                .replaceWith(direct);
    }

    /**
     * Hides everything up to the end of the conversation, as far as it is known here.
     *
     * @param direct one of the caller's conversations
     */
    Uni<Void> clear(String callerId, Conversation direct) {
        if (direct.kind() != ConversationKind.DIRECT) {
            throw new HubException(HubError.CONFLICT, "only a direct conversation can be cleared away");
        }
        if (!tail.isFollowing()) {
            throw new HubException(HubError.LOG_UNAVAILABLE, "the message log does not answer, please retry");
        }
        return store.clear(new HistoryCleared(direct.id(), callerId, tail.lastSeq(direct.id()), DatabaseContext.now()));
    }
}
