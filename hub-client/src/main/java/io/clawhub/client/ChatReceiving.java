package io.clawhub.client;

import java.time.Duration;
import java.util.function.Predicate;

import io.clawhub.client.connection.ClientThreads;
import io.clawhub.client.handler.Completions;
import io.clawhub.client.handler.Inbound;
import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.policy.InboundPolicy;
import io.clawhub.client.store.MessageStore;

/** What others say to a {@link ChatClient}: stored once, then handed to the agent's code in the order of arrival. */
final class ChatReceiving implements Inbound.Listener {

    /** A callback takes as long as it takes; a lease ends with the process that held it. */
    private static final Duration LEASE = Duration.ofHours(24);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final MessageStore store;
    private final UserCode userCode;
    private final Inbound inbound;
    private final Completions completions;

    ChatReceiving(ChatClientBuilder settings, MessageStore store, ChatLink link) {
        this.store = store;
        this.userCode = link.userCode();
        this.completions = new Completions(store, this::completed);
        Inbound.Settings usual = Inbound.Settings.usual();
        this.inbound = new Inbound(
                new Inbound.Settings(usual.window(), usual.pendingMax(), false),
                store,
                link,
                ClientThreads.timer(),
                wanted(settings, store),
                this);
    }

    private static Predicate<Message> wanted(ChatClientBuilder settings, MessageStore store) {
        InboundPolicy policy = settings.policy();
        return policy == null ? message -> true : new Admission(policy, settings.agentId(), store)::admits;
    }

    Inbound inbound() {
        return inbound;
    }

    /** Hands on what a former run of the program did not handle. */
    void backlog() {
        store.lease(Integer.MAX_VALUE, LEASE).whenComplete((work, failure) -> {
            if (failure != null) {
                failed(failure);
            } else {
                work.forEach(one -> handOn(one.message(), one.receipt()));
            }
        });
    }

    @Override
    public void stored(Message message, boolean queued) {
        // The policy keeps it from the agent.
    }

    @Override
    public void handOn(Message message, String receipt) {
        userCode.deliver(named(message), handled -> {
            if (receipt != null && handled) {
                completions.add(receipt);
            } else if (receipt != null) {
                store.release(receipt, Duration.ZERO, "the client was closed").whenComplete((released, failure) -> {
                    if (failure != null) {
                        failed(failure);
                    }
                });
            }
        });
    }

    @Override
    public void failed(Throwable failure) {
        userCode.error(failure);
    }

    /** What is not handled yet stays in the workspace. Lets a running callback finish. */
    void close() {
        Blocking.until(inbound::isSettled, Duration.ofSeconds(1));
        inbound.close();
        userCode.leave();
        if (!userCode.isCurrent()) {
            Blocking.until(() -> userCode.isIdle() && completions.isIdle(), CLOSING);
        }
    }

    private void completed(int count, Throwable failure) {
        if (failure != null) {
            failed(failure);
        }
        inbound.room();
    }

    /** A conversation that only this client calls so is none to the agent, nor to the hub it may answer. */
    private Message named(Message message) {
        String sender = message.from() == null ? "" : message.from();
        boolean hubs = store.contact(sender).map(Contact::conversationId).isPresent();
        return !hubs && store.conversationWith(sender).equals(message.conversationId())
                ? message.inConversation(null)
                : message;
    }
}
