package io.clawhub.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.connection.Timer;
import io.clawhub.client.handler.Outbound;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.SendFailure;
import io.clawhub.client.message.Status;
import io.clawhub.client.store.MessageStore;
import io.clawhub.client.wire.WireEvent.SendAccepted;

/**
 * Who waits for what a {@link ChatClient} sends. Without a workspace a message is forgotten when nobody waits for it any more; with one
 * it stays in the outbox.
 */
final class ChatSends implements Outbound.Listener {

    private final MessageStore store;
    private final Outbound outbound;
    private final ChatLink link;
    private final boolean keeps;
    private final Timer timer = ClientThreads.timer();
    private final Executor completions = ClientThreads.callbacks();
    private final Map<String, CompletableFuture<SendAccepted>> waiting = new LinkedHashMap<>();

    /** @param keeps whether what is not accepted stays in the store */
    ChatSends(MessageStore store, ChatLink link, boolean keeps) {
        this.store = store;
        this.link = link;
        this.keeps = keeps;
        this.outbound = new Outbound(store, link, timer, this, Outbound.Settings.usual());
    }

    Outbound outbound() {
        return outbound;
    }

    /** Completes when the hub has it; fails with its refusal, or with a {@link TimeoutException}. */
    CompletableFuture<SendAccepted> send(OutgoingMessage message, Duration timeout) {
        String id = message.clientMsgId();
        CompletableFuture<SendAccepted> outcome = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<SendAccepted> present = waiting.putIfAbsent(id, outcome);
            if (present != null) {
                return present;
            }
        }
        Timer.Alarm late = timer.after(timeout, () -> late(id, timeout));
        outcome.whenComplete((accepted, failure) -> late.cancel());
        outbound.send(message).whenComplete((noted, failure) -> {
            if (failure != null) {
                fail(id, Blocking.unwrapped(failure));
            } else {
                noted(noted);
            }
        });
        return outcome;
    }

    /** Nobody waits any more. */
    void end(Throwable why) {
        List<String> ids;
        synchronized (this) {
            ids = List.copyOf(waiting.keySet());
        }
        ids.forEach(id -> giveUp(id, why));
    }

    @Override
    public void sent(OutgoingMessage message, SendAccepted accepted) {
        complete(message.clientMsgId(), accepted);
    }

    @Override
    public void parked(OutgoingMessage message, SendFailure failure) {
        String id = message.clientMsgId();
        Throwable why = Dispatch.refusal(failure);
        if (!isAwaited(id)) {
            link.error(why);
        } else {
            giveUp(id, why);
        }
    }

    @Override
    public void failed(Throwable failure) {
        link.error(failure);
    }

    /** It was said before, by this program or the one that had the workspace before it. */
    private void noted(Message noted) {
        String id = noted.clientMsgId();
        if (noted.status() == Status.FAILED) {
            outbound.retry(id).whenComplete((found, failure) -> {
                if (failure != null) {
                    fail(id, Blocking.unwrapped(failure));
                }
            });
        } else if (noted.status() != Status.QUEUED && noted.status() != Status.SENDING) {
            Status status =
                    !link.answersSends() ? null : noted.status() == Status.SENT ? Status.SENT : Status.DELIVERED;
            complete(
                    id,
                    new SendAccepted(id, noted.id(), noted.conversationId(), noted.seq(), noted.ts(), true, status));
        }
    }

    private void late(String id, Duration timeout) {
        SendFailure last = store.outbox().stream()
                .filter(item -> item.message().clientMsgId().equals(id))
                .findFirst()
                .map(MessageStore.OutboxItem::lastError)
                .orElse(null);
        boolean refused =
                last != null && !Outbound.NO_ANSWER.equals(last.code()) && !Outbound.WRITE_FAILED.equals(last.code());
        giveUp(
                id,
                refused
                        ? Dispatch.refusal(last)
                        : new TimeoutException("no answer within " + timeout.toMillis() + " ms"));
    }

    /** First forgotten, then told: whoever hears of it may send it again. */
    private void giveUp(String id, Throwable why) {
        if (keeps || !isAwaited(id)) {
            fail(id, why);
            return;
        }
        outbound.abandon(id).whenComplete((found, failure) -> {
            if (failure != null) {
                link.error(failure);
            }
            fail(id, why);
        });
    }

    private void complete(String id, SendAccepted accepted) {
        CompletableFuture<SendAccepted> outcome = take(id);
        if (outcome != null) {
            completions.execute(() -> outcome.complete(accepted));
        }
    }

    private void fail(String id, Throwable why) {
        CompletableFuture<SendAccepted> outcome = take(id);
        if (outcome != null) {
            completions.execute(() -> outcome.completeExceptionally(why));
        }
    }

    private synchronized boolean isAwaited(String id) {
        return waiting.containsKey(id);
    }

    private synchronized CompletableFuture<SendAccepted> take(String id) {
        return waiting.remove(id);
    }
}
