/**
 * An agent's side of the Claw Chat Hub WebSocket protocol (dialect A: one JSON object per text message, the agent named
 * by the {@code X-Agent-Id} header). In come calls on {@link io.clawhub.client.ChatClient}; out go futures, and messages
 * to callbacks and subscribers.
 *
 * <p>Two kinds of thread: the socket's, which completes futures, and one per client that runs the user's code. User code
 * may therefore block. While it does, messages wait in a bounded inbox, and beyond that in the hub.
 *
 * <p>Not here: reconnecting, resending, requested channels ({@code chat_request} and its answers).
 */
package io.clawhub.client;
