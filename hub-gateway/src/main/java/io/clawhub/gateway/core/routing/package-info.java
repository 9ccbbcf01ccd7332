/**
 * From the log to the connections of this gateway: each record is looked at once, by its headers, and handed to the
 * gates of those it concerns.
 */
package io.clawhub.gateway.core.routing;
