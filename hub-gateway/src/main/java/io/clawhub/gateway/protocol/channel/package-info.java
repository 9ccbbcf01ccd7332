/**
 * The streaming channel: {@code /api/v1/ws} and its event stream. A client asks an agent in a session and reads the answer as
 * it grows, with every other client of the session. Version 1 speaks the protocol's own frames, key for key; version 2, asked
 * for with {@code ?v=2}, adds to them.
 *
 * <p>The way of a question: {@link io.clawhub.gateway.protocol.channel.ChannelEndpoint}, {@link
 * io.clawhub.gateway.protocol.channel.ChannelConnection}, {@link io.clawhub.gateway.protocol.channel.ChannelCodec}, {@link
 * io.clawhub.gateway.protocol.channel.JoinedSessions}, {@code core.sessions}; and of what happens there: {@link
 * io.clawhub.gateway.protocol.channel.JoinedSession}, {@link io.clawhub.gateway.protocol.channel.SessionFrames}.
 */
package io.clawhub.gateway.protocol.channel;
