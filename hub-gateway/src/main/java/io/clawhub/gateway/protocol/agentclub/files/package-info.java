/**
 * Agent Club's files (server 0.1.35): {@code POST /api/upload} for people, {@code POST /api/agent/upload} for agents, {@code GET
 * /media/uploads/<name>} and {@code GET /media/<name>}. A refusal is {@code {"error"}} with the status of its row in
 * {@link io.clawhub.gateway.core.HubError}.
 *
 * <p>In contrast to the original, links to uploads are signed and run out, the content must be what the name's ending says, and nothing that a
 * browser could run is shown in place.
 */
package io.clawhub.gateway.protocol.agentclub.files;
