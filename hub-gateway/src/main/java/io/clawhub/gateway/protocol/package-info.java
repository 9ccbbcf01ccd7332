/**
 * One room per wire protocol. Each has the same roles: an {@code Endpoint} (the socket), {@code Frame}s (the wire's
 * types), a {@code Codec} (text to frames and back), a {@code Translator} (frames to commands, pushes and replies to
 * frames) and a {@code Connection} (one client's state). Rooms never look into each other, nor past {@code core}.
 */
package io.clawhub.gateway.protocol;
