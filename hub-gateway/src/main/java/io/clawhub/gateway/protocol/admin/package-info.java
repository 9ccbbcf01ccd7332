/**
 * Administration over HTTP, the hub's own: people, agents and the audit, below {@code /api/admin}. For administrators: by the
 * cookie of their session, or by its secret in {@code Authorization: Bearer}, which {@code POST /api/admin/login} gives out.
 * Accounts are named by id or by username. A refusal is {@code {"error": "..."}}.
 */
package io.clawhub.gateway.protocol.admin;
