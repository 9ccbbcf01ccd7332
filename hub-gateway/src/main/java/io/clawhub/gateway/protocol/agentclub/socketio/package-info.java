/**
 * Socket.IO v5 over Engine.IO sessions, following the protocol's specification
 * (<a href="https://github.com/socketio/socket.io/blob/main/docs/socket.io-protocol/v5-current.md">version 5</a>) and its test
 * suite. There is one namespace, {@code /}; binary events are refused. What events mean is not this room's business: that is
 * the {@code SocketIoApplication}'s.
 *
 * <p>The way of a message: {@code SocketIoConnection}, {@code websocket/Inbox} (order and rate), {@code SocketIoCodec}, the
 * {@code SocketIoClient} that the application gave for the {@code SocketIoSession}; back as text through the session's
 * {@code OutboundQueue}, which sits on the Engine.IO session whatever its transport is.
 */
package io.clawhub.gateway.protocol.agentclub.socketio;
