package io.clawhub.gateway.core.groups;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.events.ChatEvent;
import io.clawhub.events.ConversationChanged;
import io.clawhub.events.ConversationOpened;
import io.clawhub.events.HistoryCleared;
import io.clawhub.events.MemberJoined;
import io.clawhub.events.MemberLeft;
import io.clawhub.events.MessageAccepted;
import io.clawhub.events.MessageChange;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.connections.ClientConnection;
import io.clawhub.gateway.core.connections.ConnectionListener;
import io.clawhub.gateway.core.conversations.Members;
import io.clawhub.gateway.core.delivery.Memberships;

/**
 * Who of this gateway's participants is in which large group. Their records name no audience, so this is what decides who
 * hears them; the other thousands are of no interest here, and a gateway without a member of a group keeps nothing of it.
 *
 * <p>Asked of the database once, when somebody connects, and kept true by the log, so that it is right at every place of
 * the log that was read here. Only what the database knows already and the log tells a moment later may count too early.
 * A group that has been large stays here while its members are connected: it may grow again, and a gateway that has not
 * read yet that it shrank writes records without an audience.
 */
@ApplicationScoped
public class LargeGroups implements ConnectionListener, Memberships {

    /** Large groups of one participant that are known here. */
    private static final int MAX_GROUPS = 10_000;

    /** After a failure everybody waits so long before the database is asked again. */
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    private final GroupStore store;
    private volatile long restUntilNanos = System.nanoTime();
    /** By participant; guarded by this. */
    private final Map<String, Ours> ours = new HashMap<>();
    /** Group to those of ours who are in it; changed under the lock, read without. */
    private final ConcurrentMap<String, Set<String>> here = new ConcurrentHashMap<>();

    /** A participant who is connected. */
    private static final class Ours {
        private int connections;
        private boolean loaded;
        private final Set<String> groups = new HashSet<>();
        /** What the log told before the database had answered: group to whether they are in. */
        private final Map<String, Boolean> meanwhile = new HashMap<>();
    }

    LargeGroups(GroupStore store) {
        this.store = store;
    }

    @Override
    public synchronized void opened(ClientConnection connection) {
        ours.computeIfAbsent(connection.caller().participantId(), id -> new Ours()).connections++;
    }

    @Override
    public synchronized void closed(ClientConnection connection) {
        String participantId = connection.caller().participantId();
        Ours gone = ours.get(participantId);
        if (gone != null && --gone.connections <= 0) {
            ours.remove(participantId);
            gone.groups.forEach(group -> takeOut(group, participantId));
        }
    }

    @Override
    public Uni<Void> load(String participantId) {
        return Uni.createFrom()
                .deferred(() -> isLoaded(participantId) ? Uni.createFrom().voidItem() : ask(participantId));
    }

    private Uni<Void> ask(String participantId) {
        if (System.nanoTime() - restUntilNanos < 0) {
            throw new HubException(HubError.DIRECTORY_UNAVAILABLE, "the directory does not answer");
        }
        return store.largeGroupsOf(participantId, MAX_GROUPS)
                .onFailure()
                .invoke(failure -> restUntilNanos = System.nanoTime() + REST_NANOS)
                .invoke(groups -> loaded(participantId, groups))
                .replaceWithVoid();
    }

    private synchronized boolean isLoaded(String participantId) {
        Ours one = ours.get(participantId);
        return one != null && one.loaded;
    }

    private synchronized void loaded(String participantId, List<String> groups) {
        Ours one = ours.get(participantId);
        if (one == null) {
            throw new HubException(HubError.DIRECTORY_UNAVAILABLE, "not connected, or not yet");
        }
        if (one.loaded) {
            return;
        }
        groups.forEach(group -> putIn(group, participantId, one));
        one.meanwhile.forEach((group, in) -> {
            if (in) {
                putIn(group, participantId, one);
            } else {
                one.groups.remove(group);
                takeOut(group, participantId);
            }
        });
        one.meanwhile.clear();
        one.loaded = true;
    }

    /** Those of this gateway who are in a group, as far as it was asked for; null for nobody. Must not be changed. */
    Set<String> here(String conversationId) {
        return here.get(conversationId);
    }

    /** A change of a group, in log order. */
    synchronized void note(ChatEvent event) {
        switch (event) {
            case MemberJoined joined -> {
                come(joined.conversationId(), joined.member().participantId());
                // It has just become large.
                if (Members.areMany(joined.audience())) {
                    joined.audience().forEach(id -> come(joined.conversationId(), id));
                }
            }
            case MemberLeft left -> {
                Ours one = ours.get(left.participantId());
                if (one != null) {
                    one.groups.remove(left.conversationId());
                    takeOut(left.conversationId(), left.participantId());
                    if (!one.loaded) {
                        one.meanwhile.put(left.conversationId(), false);
                    }
                }
            }
            case ConversationOpened opened -> {
                // It names its members, and so does what is said there.
            }
            case ConversationChanged change -> {
                // Nobody comes or goes.
            }
            case HistoryCleared cleared -> {
                // The business of history.
            }
            case MessageAccepted message -> {
                // No change.
            }
            case MessageChange change -> {
                // Of what was said, not of who is there.
            }
        }
    }

    private void come(String conversationId, String participantId) {
        Ours one = ours.get(participantId);
        if (one != null) {
            putIn(conversationId, participantId, one);
            if (!one.loaded) {
                one.meanwhile.put(conversationId, true);
            }
        }
    }

    private void putIn(String conversationId, String participantId, Ours one) {
        one.groups.add(conversationId);
        here.computeIfAbsent(conversationId, id -> ConcurrentHashMap.newKeySet())
                .add(participantId);
    }

    private void takeOut(String conversationId, String participantId) {
        here.computeIfPresent(conversationId, (id, members) -> {
            members.remove(participantId);
            return members.isEmpty() ? null : members;
        });
    }
}
