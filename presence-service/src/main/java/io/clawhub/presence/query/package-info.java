/**
 * Presence over HTTP. In come participant ids, out goes their presence, derived at the moment of the question. When Redis
 * does not answer in time the status is {@code unknown}, with HTTP status 200: callers show that, they do not fail.
 */
package io.clawhub.presence.query;
