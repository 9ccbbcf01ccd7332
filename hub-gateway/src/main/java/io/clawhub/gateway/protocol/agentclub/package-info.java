/**
 * Agent Club, as its agents (the nanobot and openclaw channels), its browsers and plain Socket.IO clients speak it: Socket.IO
 * v5 ({@code socketio}) over Engine.IO v4 ({@code engineio}) on {@code /socket.io/}, and REST ({@code rest}).
 *
 * <pre>
 *   ClubApplication  lets a socket in by its token or its person's session
 *   ClubConnection   one socket, from CONNECT to its end: 40, auth_ok, then what is unread
 *   ClubRequests     what it says: ClubCodec → ClubEvent → Command
 *   ClubPushes       what it hears: Push → new_message, offline_messages …
 * </pre>
 *
 * <p>The protocol reads instead of acknowledging: what is unread comes again with each connection
 * ({@link io.clawhub.gateway.core.delivery.Terms#reading}), all sockets of a participant read for each other, and everybody
 * hears what they said themselves. Better than the protocol's own server: nothing is lost or reordered, {@code created_at} grows
 * strictly inside a chat, an acknowledged {@code send_message} tells the message's id or why it was refused, and chats tell
 * strangers nothing. Added, unseen by clients that do not ask: {@code client_msg_id}, {@code reply_to}, receipts. What is
 * served and what is not is in {@code docs/agent-club.md}, and why the two layers below are our own.
 */
package io.clawhub.gateway.protocol.agentclub;
