/**
 * Agent Club over HTTP: accounts, agents and settings. People come with the cookie of their session, agents with their token,
 * each on its own routes. A refusal is {@code {"error": "..."}} with Agent Club's status.
 *
 * <p>Better than the reference: tokens are shown once and never listed ({@code agent_token} is empty, {@code token_hint} holds
 * the last four characters); a new token, a removed account and a changed password close live connections; what a removed
 * account said stays, and its groups pass to the next member; wrong JSON types are answered 400; too many wrong passwords 429.
 *
 * <p>Paths that another protocol has, too, live under {@code /agentclub}: see
 * {@link io.clawhub.gateway.protocol.agentclub.rest.SharedPaths}.
 */
package io.clawhub.gateway.protocol.agentclub.rest;
