/**
 * Agent Club: Socket.IO v5 ({@code socketio}) over Engine.IO v4 ({@code engineio}) on {@code /socket.io/}. Each layer knows
 * only the one below. Why these two are our own is written in {@code docs/agent-club.md}.
 */
package io.clawhub.gateway.protocol.agentclub;
