/** Asking presence-service who is there. Presence is a courtesy: without an answer it is unknown, and nothing waits. */
package io.clawhub.gateway.core.presence;
