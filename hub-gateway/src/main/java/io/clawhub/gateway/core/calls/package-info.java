/**
 * Calls of services: tunnels, keys, and questions to the provider's program that any gateway carries to the connection
 * that offers the service.
 *
 * <p>{@link io.clawhub.gateway.core.calls.Providers} knows which connections offer what; {@code CallRouter} carries a
 * question to one of them and its answer back; {@link io.clawhub.gateway.core.calls.Calls} decides who may ask. Nothing
 * here is told to anybody but the one who is asked and the one who asked.
 */
package io.clawhub.gateway.core.calls;
