package io.clawhub.gateway.protocol.claw;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Reply;

/** The services that a connection registered: what it means when it names none. Safe for any thread. */
final class OwnServices {

    private static final Runnable NOTHING = () -> {};
    /** Services remembered of one connection; what comes later has to be named. */
    private static final int MAX_REMEMBERED = 256;

    private final Asking asking;
    private final ClawIdentity identity;
    private final Set<String> services = Collections.synchronizedSet(new LinkedHashSet<>());

    OwnServices(Asking asking, ClawIdentity identity) {
        this.asking = asking;
        this.identity = identity;
    }

    /** A frame about services, asked; the answers are remembered. */
    void handle(FrameHead head, ServiceFrame frame) {
        switch (frame) {
            case ServiceFrame.Register register -> {
                String owner = register.ownerId();
                boolean own = owner != null && identity.isOwn(owner);
                Question question = ServiceFrames.register(register, own ? identity.participantId() : owner);
                asking.ask(head, then(question, () -> remember(register.serviceId())), NOTHING);
            }
            case ServiceFrame.Unregister unregister ->
                asking.ask(
                        head,
                        then(ServiceFrames.question(frame), () -> services.remove(unregister.serviceId())),
                        NOTHING);
            case ServiceFrame.LifecyclePolicy policy when policy.serviceId() == null -> policyOfAll(head, policy);
            default -> asking.ask(head, ServiceFrames.question(frame), NOTHING);
        }
    }

    private void policyOfAll(FrameHead head, ServiceFrame.LifecyclePolicy policy) {
        List<String> all;
        synchronized (services) {
            all = List.copyOf(services);
        }
        if (all.isEmpty()) {
            throw new HubException(
                    HubError.MISSING_FIELDS, "service_id is missing, and this connection registered no service");
        }
        policyOfNext(head, policy, all.iterator());
    }

    /** One after the other; the last one's answer is the answer, the first refusal ends it. */
    private void policyOfNext(FrameHead head, ServiceFrame.LifecyclePolicy policy, Iterator<String> left) {
        Question one = ServiceFrames.policy(left.next(), policy);
        asking.ask(
                head,
                new Question(
                        one.command(),
                        reply -> left.hasNext() ? null : one.answer().apply(reply),
                        one.refusal()),
                () -> {
                    if (left.hasNext()) {
                        policyOfNext(head, policy, left);
                    }
                });
    }

    private void remember(String serviceId) {
        if (services.size() < MAX_REMEMBERED) {
            services.add(serviceId);
        }
    }

    private static Question then(Question question, Runnable remembered) {
        return new Question(question.command(), reply -> answer(question, reply, remembered), question.refusal());
    }

    private static ObjectNode answer(Question question, Reply reply, Runnable remembered) {
        ObjectNode frame = question.answer().apply(reply);
        remembered.run();
        return frame;
    }
}
