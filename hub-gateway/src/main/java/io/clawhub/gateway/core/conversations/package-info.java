/**
 * The conversations and their members.
 *
 * <p>{@link io.clawhub.gateway.core.conversations.ConversationDirectory} answers from memory and asks its store
 * once per conversation; messages of known conversations never wait for PostgreSQL. Conversations are opened
 * in PostgreSQL first and announced in the log through {@code core/outbox}.
 */
package io.clawhub.gateway.core.conversations;
