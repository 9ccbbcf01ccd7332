/** Asking history-service: what a client missed, and what was said before. */
package io.clawhub.gateway.core.history;
