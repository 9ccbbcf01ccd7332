package io.clawhub.gateway.core.messages;

import java.util.List;

import io.clawhub.gateway.core.conversations.Conversation;

/**
 * Where a message goes.
 *
 * @param conversation the conversation
 * @param audience who may see it, the sender first
 */
record Route(Conversation conversation, List<String> audience) {}
