package io.clawhub.gateway.files;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.websocket.AgentLimits;
import io.clawhub.gateway.websocket.TokenBucket;

/** What each client has of the room for files on this gateway: so many at a time, for so long, at its agent's rate. */
@ApplicationScoped
public class Transfers {

    /** Uploads and downloads of one agent at a time, or of one address if they do not say whose they are. */
    public static final int OF_AN_AGENT = 4;

    /** Downloads of one address at a time by links: a page with many pictures opens several connections, and people share addresses. */
    public static final int OF_AN_ADDRESS = 64;

    private static final Duration START = Duration.ofSeconds(60);
    /** Whoever is slower for long holds what others need. */
    private static final int MIN_BYTES_PER_SECOND = 16 * 1024;

    private final AgentLimits agents;
    private final ConcurrentMap<String, Integer> running = new ConcurrentHashMap<>();

    Transfers(AgentLimits agents) {
        this.agents = agents;
    }

    /** How long a transfer of so many bytes may take in all. */
    public static Duration limit(long bytes) {
        return START.plusSeconds(bytes / MIN_BYTES_PER_SECOND);
    }

    /** Work that may fail with anything. */
    public interface Work {
        /** Does it. */
        void run() throws Exception;
    }

    /**
     * Does the work and counts it while it lasts.
     *
     * @param whose the participant, or what stands for an address
     * @param atATime how many of theirs may run
     * @throws HubException {@link HubError#RATE_LIMITED} instead, if there are too many or they come too fast
     */
    public void run(String whose, int atATime, Work work) throws Exception {
        running.compute(whose, (id, before) -> {
            if (before != null && before >= atATime) {
                throw new HubException(
                        HubError.RATE_LIMITED, "at most " + atATime + " files at a time, try again soon");
            }
            return before == null ? 1 : before + 1;
        });
        try {
            charge(whose);
            work.run();
        } finally {
            running.computeIfPresent(whose, (id, before) -> before == 1 ? null : before - 1);
        }
    }

    private void charge(String participantId) {
        TokenBucket rate = agents.enter(participantId);
        if (rate == null) {
            throw new HubException(HubError.RATE_LIMITED, "too many connections of this agent");
        }
        try {
            if (rate.take() > 0) {
                throw new HubException(HubError.RATE_LIMITED, "too many requests of this agent");
            }
        } finally {
            agents.leave(participantId);
        }
    }
}
