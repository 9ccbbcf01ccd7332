/**
 * What providers offer: who owns a service id, which conversation is its lobby, how it is described, found, rated, and
 * who may use it.
 *
 * <p>A service belongs to whoever registered it; nobody else may register, change or withdraw it. Its id is free again
 * when it is withdrawn, or when its owner was known by a connection's own id only and no connection offers it any more.
 * The same owner keeps the lobby, another one gets a new lobby.
 *
 * <p>{@link io.clawhub.gateway.core.services.ServiceRegistry} is the door and the memory; changes are made by
 * {@code ServiceEditor} and {@code PanacheServiceStore}, searches by {@code ServiceSearch}. Who offers a service right
 * now is the business of {@code core/calls}, which keeps the table {@code service_binding} that is read here.
 */
package io.clawhub.gateway.core.services;
