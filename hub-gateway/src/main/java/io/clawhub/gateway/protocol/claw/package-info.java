/**
 * The Claw Chat Hub protocol: one JSON object per WebSocket text message on {@code /}, {@code /ws} and {@code /ws/claw}, in
 * three dialects on one socket. A: the upgrade's {@code X-Agent-Id} header names the agent, frames are {@code chat_*}. A0: a
 * {@code connect} frame names it. B: frames carry the {@code client_id} that the client made up and a {@code request_id};
 * {@code ?agent_id=} in the URL gives it a readable name. Answers take the dialect of their request. Pushes take that of the
 * connection: B once it sent a frame of B or was named by the URL, unless it also sent one of A or A0.
 *
 * <p>A plain dialect A client puts every frame it gets into one queue of messages, so it is told nothing unasked but
 * messages, sessions and calls, each with {@code sender_id} and {@code content}: no acks, no errors. Both are opt-in:
 * {@code ?ack=1} in the URL, {@code "ack":true} in a frame, or {@code "capabilities":["ack"]} in {@code connect}. Questions
 * that only other clients ask are answered on any connection. A {@code chat_request} ends in exactly one
 * {@code chat_accept} or {@code chat_reject}, and a {@code chat_history} in one {@code chat_history_response}; pushes wait
 * until it is written, because the clients throw away, or take for the answer, what comes before it.
 *
 * <p>Messages that grow, {@code chat_stream}, are an addition of ours, for clients that declare {@code stream.v1} in
 * {@code connect} or in the URL.
 *
 * <p>Terms: {@code agent_id} is a participant, {@code channel_id} a conversation (a tunnel in {@code channel_established}),
 * {@code message_id} the sender's own id of a message where it gave one, otherwise the hub's ({@code hub_message_id} always
 * is). All connections of an agent are one client.
 *
 * <p>The way of a frame: {@code ClawEndpoint}, {@code ClawConnection}, {@code Inbox} (order and rate),
 * {@code ClawCodec} and the {@code *Readers}, {@code ClawIdentity} (who this is), {@code ClawRequests}, {@code Asking}, the
 * core behind {@code ClawCore}; back through the {@code *Frames} of its topic and {@code ClawReplies}.
 */
package io.clawhub.gateway.protocol.claw;
