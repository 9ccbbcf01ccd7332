package io.clawhub.gateway.core.groups;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import io.clawhub.gateway.core.GroupCommand.ListConversations;
import io.clawhub.gateway.core.GroupReply.ConversationDescribed;
import io.clawhub.gateway.core.GroupReply.ConversationsListed;
import io.clawhub.gateway.core.Reply;
import io.clawhub.gateway.core.groups.GroupStore.Listed;
import io.clawhub.gateway.core.history.LastSeqReader;

/**
 * The conversations of a participant. Those that they cleared away are left out while nothing was said since, which history
 * knows; while it does not answer they stay away.
 */
@ApplicationScoped
class ConversationList {

    private static final Logger LOG = Logger.getLogger(ConversationList.class);

    private static final int MAX_LISTED = 500;
    private static final int MAX_OF_ONE_KIND = 1_000;
    /** Members in one list, beyond the first conversation: an answer has to fit into a frame. */
    private static final int MAX_LISTED_MEMBERS = 8_192;

    private final GroupStore store;
    private final LastSeqReader history;

    ConversationList(GroupStore store, LastSeqReader history) {
        this.store = store;
        this.history = history;
    }

    Uni<Reply> of(String participantId, ListConversations wanted) {
        boolean isOfEveryKind = wanted.which() == ListConversations.Which.ALL;
        int most = isOfEveryKind ? MAX_LISTED : MAX_OF_ONE_KIND;
        return store.ofMember(participantId, wanted.which(), Math.clamp(wanted.limit(), 1, most))
                .chain(all -> lastSeqs(all).map(lastSeqs -> all.stream()
                        .filter(one -> isWanted(one, lastSeqs))
                        .map(Listed::described)
                        .toList()))
                .map(all -> isOfEveryKind ? cut(all) : new ConversationsListed(all));
    }

    private Uni<Map<String, Long>> lastSeqs(List<Listed> all) {
        List<String> cleared = all.stream()
                .filter(one -> one.clearedSeq() != null)
                .map(one -> one.described().conversation().id())
                .toList();
        return cleared.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : history.lastSeqs(cleared).onFailure().recoverWithItem(failure -> {
                    LOG.warnf("cleared conversations stay away: %s", failure.getMessage());
                    return Map.of();
                });
    }

    private static boolean isWanted(Listed one, Map<String, Long> lastSeqs) {
        return one.clearedSeq() == null
                || lastSeqs.getOrDefault(one.described().conversation().id(), 0L) > one.clearedSeq();
    }

    private static Reply cut(List<ConversationDescribed> all) {
        List<ConversationDescribed> listed = new ArrayList<>();
        int members = 0;
        for (ConversationDescribed one : all) {
            members += one.conversation().members().size();
            if (members > MAX_LISTED_MEMBERS && !listed.isEmpty()) {
                break;
            }
            listed.add(one);
        }
        return new ConversationsListed(listed);
    }
}
