/**
 * The open connections of this gateway, by participant. What a connection says, hears and is owed are its lane
 * ({@code core/messages}), its gate ({@code core/delivery}) and its queue ({@code core/outbound}).
 */
package io.clawhub.gateway.core.connections;
