package io.clawhub.gateway.protocol.channel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.sessions.AgentWatcher;
import io.clawhub.gateway.core.sessions.Question;
import io.clawhub.gateway.core.sessions.SessionEvent;
import io.clawhub.gateway.core.sessions.SessionEvent.Snapshot;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.SessionReader;
import io.clawhub.gateway.core.sessions.Taken;

/** A core that notes what it is asked, and says what the test wants. Agents called {@code nobody} are not known. */
final class FakeChannelCore implements ChannelCore {

    final Map<SessionKey, List<SessionReader>> readers = new HashMap<>();
    final Map<SessionKey, Snapshot> snapshots = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<String> cancelled = new ArrayList<>();
    boolean isRunning;
    final List<HubError> refusals = new ArrayList<>();
    /** What a join waits for. */
    Uni<Void> joins = Uni.createFrom().voidItem();

    Function<Question, Uni<Taken>> asks = null;
    Instant credentialsEnd;

    /** Something happens in a session. */
    void tell(SessionKey key, SessionEvent event) {
        List.copyOf(readers.getOrDefault(key, List.of())).forEach(reader -> reader.on(event));
    }

    int readersOf(SessionKey key) {
        return readers.getOrDefault(key, List.of()).size();
    }

    /** Who reads, over all sessions. */
    int readersOfAll() {
        return readers.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public boolean areCredentialsRequired() {
        return false;
    }

    @Override
    public Uni<Credential> authenticate(String token, String origin) {
        return Uni.createFrom().item(new Credential(token));
    }

    @Override
    public Uni<Instant> endOf(Credential credential) {
        return Uni.createFrom().item(credentialsEnd);
    }

    @Override
    public Uni<Void> checkKnown(String agentId) {
        return agentId.equals("nobody")
                ? Uni.createFrom().failure(new HubException(HubError.AGENT_NOT_FOUND, "no such agent"))
                : Uni.createFrom().voidItem();
    }

    @Override
    public String agentId(String name) {
        return name;
    }

    @Override
    public Uni<Void> join(SessionKey key, Authentication how, SessionReader reader) {
        return Uni.createFrom().deferred(() -> {
            List<SessionReader> all = readers.computeIfAbsent(key, absent -> new ArrayList<>());
            if (!all.contains(reader)) {
                all.add(reader);
                if (snapshots.containsKey(key)) {
                    reader.on(snapshots.get(key));
                }
            }
            return joins;
        });
    }

    @Override
    public void leave(SessionKey key, SessionReader reader) {
        readers.getOrDefault(key, new ArrayList<>()).remove(reader);
    }

    @Override
    public Uni<Taken> ask(SessionKey key, Authentication how, Question question) {
        return Uni.createFrom().deferred(() -> {
            asked.add(key.name() + ": " + question.text());
            return asks != null
                    ? asks.apply(question)
                    : Uni.createFrom().item(new Taken(runId(key, question.clientMsgId()), "q", 0, false, false));
        });
    }

    static String runId(SessionKey key, String clientMsgId) {
        return Ids.runId(key.participantId(), clientMsgId);
    }

    @Override
    public Uni<Boolean> cancel(SessionKey key, Authentication how, String runId) {
        return Uni.createFrom().item(isRunning).invoke(() -> cancelled.add(key.name() + ": " + runId));
    }

    @Override
    public Uni<Void> checkWatch(Credential credential, String agentId, String address) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public void watch(String agentId, AgentWatcher watcher) {}

    @Override
    public void unwatch(String agentId, AgentWatcher watcher) {}

    @Override
    public void refused(HubError error) {
        refusals.add(error);
    }
}
