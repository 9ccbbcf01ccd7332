package io.clawhub.client;

import java.util.Optional;

import io.clawhub.client.message.Contact;
import io.clawhub.client.message.Message;
import io.clawhub.client.policy.InboundPolicy;
import io.clawhub.client.store.MessageStore;

/** Which messages reach one agent's code: its policy, and what it knows of the sender. */
record Admission(InboundPolicy policy, String agentId, MessageStore store) {

    boolean admits(Message message) {
        Optional<Contact> sender = store.contact(message.from());
        String kind = sender.map(Contact::kind).orElse(null);
        boolean blocked = sender.map(Contact::blocked).orElse(false);
        return policy.judge(message, agentId, kind, blocked) == InboundPolicy.Verdict.HAND_ON;
    }
}
