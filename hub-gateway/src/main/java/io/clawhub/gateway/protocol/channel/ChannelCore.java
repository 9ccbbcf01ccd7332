package io.clawhub.gateway.protocol.channel;

import java.time.Instant;

import io.smallrye.mutiny.Uni;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.sessions.AgentWatcher;
import io.clawhub.gateway.core.sessions.Question;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.SessionReader;
import io.clawhub.gateway.core.sessions.Taken;

/** All that this adapter needs of the core. */
interface ChannelCore {

    /** Whether a credential is needed. */
    boolean areCredentialsRequired();

    /** See {@link io.clawhub.gateway.core.accounts.Identities#authenticate}. */
    Uni<Credential> authenticate(String token, String origin);

    /** When a credential ends; null: never, as far as is known. Never fails. */
    Uni<Instant> endOf(Credential credential);

    /** See {@link io.clawhub.gateway.core.sessions.AgentStanding#check}. */
    Uni<Void> checkKnown(String agentId);

    /** See {@link io.clawhub.gateway.core.sessions.Sessions#agentId}. */
    String agentId(String name);

    /** See {@link io.clawhub.gateway.core.sessions.Sessions#join}. */
    Uni<Void> join(SessionKey key, Authentication how, SessionReader reader);

    /** See {@link io.clawhub.gateway.core.sessions.Sessions#leave}. */
    void leave(SessionKey key, SessionReader reader);

    /** See {@link io.clawhub.gateway.core.sessions.Sessions#ask}. */
    Uni<Taken> ask(SessionKey key, Authentication how, Question question);

    /** See {@link io.clawhub.gateway.core.sessions.Sessions#cancel}. */
    Uni<Boolean> cancel(SessionKey key, Authentication how, String runId);

    /** See {@link EventAccess#check}. */
    Uni<Void> checkWatch(Credential credential, String agentId, String address);

    /** See {@link io.clawhub.gateway.core.sessions.AgentWatch#add}. */
    void watch(String agentId, AgentWatcher watcher);

    /** See {@link io.clawhub.gateway.core.sessions.AgentWatch#remove}. */
    void unwatch(String agentId, AgentWatcher watcher);

    /** Something was refused. */
    void refused(HubError error);
}
