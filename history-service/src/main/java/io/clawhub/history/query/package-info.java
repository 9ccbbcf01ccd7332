/**
 * Reading back, over HTTP: pages of a conversation, of a participant, replays after cursors, cursors and unread counts.
 *
 * <p>Answers are the records of {@code io.clawhub.events.archive} in the contract's JSON; errors are
 * {@code {"error": "…"}}. A participant sees what it is a member of and what it is in the audience of. Callers are the
 * hub's own services: who may ask for whom is decided at the gateway.
 */
package io.clawhub.history.query;
