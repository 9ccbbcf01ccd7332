package io.clawhub.gateway.core.sessions;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** Who reads a session here, and whether anybody needs it. Guarded by the session. */
final class SessionUse {

    private final int maxReaders;
    private final Duration idle;
    private final LongSupplier clock;
    private final Set<SessionReader> readers = new LinkedHashSet<>();
    private long usedMillis;
    private boolean closed;

    SessionUse(int maxReaders, Duration idle, LongSupplier clock) {
        this.maxReaders = maxReaders;
        this.idle = idle;
        this.clock = clock;
        this.usedMillis = clock.getAsLong();
    }

    /** It is needed. False: it is closed already. */
    boolean touch() {
        usedMillis = clock.getAsLong();
        return !closed;
    }

    /**
     * Whether it is a new reader.
     *
     * @throws HubException {@link HubError#RATE_LIMITED} if there are too many
     */
    boolean add(SessionReader reader) {
        if (!readers.contains(reader) && readers.size() >= maxReaders) {
            throw new HubException(HubError.RATE_LIMITED, "too many connections read this session");
        }
        return readers.add(reader);
    }

    void remove(SessionReader reader) {
        readers.remove(reader);
        touch();
    }

    /** Tells all readers; one may leave meanwhile. */
    void tell(SessionEvent event) {
        List.copyOf(readers).forEach(reader -> reader.on(event));
    }

    /** Closes it if nobody needs it any more. */
    boolean closeIfIdle(boolean busy) {
        closed |= readers.isEmpty() && !busy && clock.getAsLong() - usedMillis > idle.toMillis();
        return closed;
    }
}
