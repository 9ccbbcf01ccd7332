package io.clawhub.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.clawhub.client.errors.ClientException;
import io.clawhub.client.errors.QueueFull;
import io.clawhub.client.errors.StorageFull;

/** Whether a workspace is open: its lock, its share of the I/O thread, and how many changes of it wait there. */
final class Opening {

    /** Changes that wait for the disk. A caller that gets here is faster than it for seconds. */
    private static final int WAITING_MAX = 4096;

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final WorkspaceFiles files;
    private final String agentId;
    private final Clock clock;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Workspace workspace;
    private volatile IoThread io;
    private WorkspaceLock lock;

    Opening(WorkspaceFiles files, String agentId, Clock clock) {
        this.files = files;
        this.agentId = agentId;
        this.clock = clock;
    }

    /** Null unless it is open. */
    Workspace workspace() {
        return workspace;
    }

    MessageStore.Recovery open(Duration wait, boolean allowNetwork, Callable<WorkspaceConfig> config) {
        IoThread joined = IoThread.join();
        boolean opened = false;
        try {
            acquire(joined, wait, allowNetwork);
            MessageStore.Recovery recovery = on(joined, () -> {
                files.disk().replace(files.owner().file(), WorkspaceLock.owner(files.owner(), clock.instant()), false);
                Workspace made = new Workspace(files, agentId, config.call(), clock, joined);
                MessageStore.Recovery repaired = made.open();
                workspace = made;
                return repaired;
            });
            io = joined;
            opened = true;
            return recovery;
        } finally {
            if (!opened) {
                release(joined);
            }
        }
    }

    private void acquire(IoThread joined, Duration wait, boolean allowNetwork) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            lock = on(joined, () -> {
                files.prepare();
                return WorkspaceLock.tryAcquire(files.directory(), allowNetwork);
            });
            if (lock != null) {
                return;
            }
            if (System.nanoTime() - deadline >= 0 || joined.isCurrent()) {
                throw WorkspaceLock.locked(files.directory(), files.owner());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void release(IoThread joined) {
        workspace = null;
        try {
            if (lock != null) {
                WorkspaceLock held = lock;
                lock = null;
                on(joined, () -> {
                    held.close();
                    return null;
                });
            }
        } finally {
            joined.leave();
        }
    }

    /** Does it on the I/O thread and waits: an interrupt of the caller must not close a channel. */
    private static <T> T on(IoThread joined, Callable<T> work) {
        Op<T> op = Op.alone(state -> {
            try {
                return work.call();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        if (joined.isCurrent()) {
            op.apply(null).run();
        } else {
            joined.submit(null, op);
        }
        try {
            return op.result().join();
        } catch (CompletionException e) {
            throw typed(e.getCause());
        }
    }

    private static RuntimeException typed(Throwable cause) {
        if (cause instanceof ClientException) {
            return (ClientException) cause;
        }
        if (cause instanceof UncheckedIOException) {
            return new StorageFull("the workspace cannot be opened: " + cause.getMessage(), cause);
        }
        return new IllegalStateException("the workspace cannot be opened", cause);
    }

    <T> CompletableFuture<T> submit(Op<T> op) {
        Workspace open = workspace;
        IoThread thread = io;
        if (open == null || thread == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the workspace is not open"));
        }
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new QueueFull("more than " + WAITING_MAX + " changes wait for the disk: slow down"));
        }
        op.result().whenComplete((value, error) -> waiting.decrementAndGet());
        thread.submit(open, op);
        return op.result();
    }

    void close() {
        Workspace open = workspace;
        IoThread thread = io;
        if (open == null || thread == null) {
            return;
        }
        Op<Void> closing = Op.alone(state -> {
            workspace = null;
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return null;
        });
        try {
            if (thread.isCurrent()) {
                closing.apply(open.state()).run();
            } else {
                thread.submit(open, closing);
                closing.result().join();
            }
        } catch (CompletionException e) {
            throw typed(e.getCause());
        } finally {
            io = null;
            release(thread);
        }
    }
}
