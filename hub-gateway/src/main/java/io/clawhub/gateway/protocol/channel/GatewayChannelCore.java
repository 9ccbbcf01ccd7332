package io.clawhub.gateway.protocol.channel;

import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.accounts.Identities;
import io.clawhub.gateway.core.accounts.Identities.Credential;
import io.clawhub.gateway.core.credentials.CredentialKind;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.core.sessions.AgentStanding;
import io.clawhub.gateway.core.sessions.AgentWatch;
import io.clawhub.gateway.core.sessions.AgentWatcher;
import io.clawhub.gateway.core.sessions.Question;
import io.clawhub.gateway.core.sessions.SessionKey;
import io.clawhub.gateway.core.sessions.SessionReader;
import io.clawhub.gateway.core.sessions.Sessions;
import io.clawhub.gateway.core.sessions.Taken;

/** The core of this gateway. */
@Singleton
class GatewayChannelCore implements ChannelCore {

    private final Identities identities;
    private final Credentials credentials;
    private final AgentStanding agents;
    private final Sessions sessions;
    private final AgentWatch watch;
    private final EventAccess access;
    private final MeterRegistry metrics;

    GatewayChannelCore(
            Identities identities,
            Credentials credentials,
            AgentStanding agents,
            Sessions sessions,
            AgentWatch watch,
            EventAccess access,
            MeterRegistry metrics) {
        this.identities = identities;
        this.credentials = credentials;
        this.agents = agents;
        this.watch = watch;
        this.access = access;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    @Override
    public boolean areCredentialsRequired() {
        return identities.areCredentialsRequired();
    }

    @Override
    public Uni<Credential> authenticate(String token, String origin) {
        // People come with the session of their login: the command line's, or one that a page was given.
        return CredentialKind.SESSION.fits(token)
                ? identities.authenticate(CredentialKind.SESSION, token, origin)
                : identities.authenticate(token, origin);
    }

    @Override
    public Uni<Instant> endOf(Credential credential) {
        if (credential.credentialId() == null) {
            return Uni.createFrom().nullItem();
        }
        return credentials.endOf(credential.credentialId()).onFailure().recoverWithNull();
    }

    @Override
    public Uni<Void> checkKnown(String agentId) {
        return agents.check(agentId);
    }

    @Override
    public String agentId(String name) {
        return sessions.agentId(name);
    }

    @Override
    public Uni<Void> join(SessionKey key, Authentication how, SessionReader reader) {
        return sessions.join(key, how, reader);
    }

    @Override
    public void leave(SessionKey key, SessionReader reader) {
        sessions.leave(key, reader);
    }

    @Override
    public Uni<Taken> ask(SessionKey key, Authentication how, Question question) {
        return sessions.ask(key, how, question);
    }

    @Override
    public Uni<Boolean> cancel(SessionKey key, Authentication how, String runId) {
        return sessions.cancel(key, how, runId);
    }

    @Override
    public Uni<Void> checkWatch(Credential credential, String agentId, String address) {
        return access.check(credential, agentId, address);
    }

    @Override
    public void watch(String agentId, AgentWatcher watcher) {
        watch.add(agentId, watcher);
    }

    @Override
    public void unwatch(String agentId, AgentWatcher watcher) {
        watch.remove(agentId, watcher);
    }

    @Override
    public void refused(HubError error) {
        metrics.counter("hub.refusals", "protocol", ChannelHub.PROTOCOL, "code", error.name())
                .increment();
    }
}
