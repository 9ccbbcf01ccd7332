package io.clawhub.client.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;

/** The logs, as the rules see them. */
interface Journal {

    /** Whether the log has a message with this id or client message id among its newest. */
    boolean has(String conversationId, String id);

    /** Adds a line; it is durable before any document that depends on it. */
    void append(String conversationId, String kind, ObjectNode line);

    /** The logged message of this client message id, or null. */
    Message find(String conversationId, String clientMsgId);
}
