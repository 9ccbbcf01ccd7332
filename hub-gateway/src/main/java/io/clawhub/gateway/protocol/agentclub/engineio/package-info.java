/**
 * Engine.IO v4 on {@code /socket.io/}: sessions over HTTP long polling, over a WebSocket, and changing over from the one to
 * the other. It follows the protocol's specification
 * (<a href="https://github.com/socketio/socket.io/blob/main/docs/engine.io-protocol/v4-current.md">version 4</a>) and its
 * test suite; the bodies of refusals are those of Agent Club's own server. What is said over a session is not this room's
 * business: it knows nothing of Socket.IO.
 *
 * <p>The way of a request: {@code EngineIoRoute} (CORS, refusals), then {@code EngineIoEndpoint} for a WebSocket, or
 * {@code PollingTransport}; both end in {@code EngineIoSession}. A session lives on the event loop of the request that opened
 * it, and later ones change loops in {@code EngineIoSocket} and {@code EngineIoRoute}.
 *
 * <p>Not served: version 3, binary packets (the session is closed), JSONP, WebTransport, cookies.
 */
package io.clawhub.gateway.protocol.agentclub.engineio;
