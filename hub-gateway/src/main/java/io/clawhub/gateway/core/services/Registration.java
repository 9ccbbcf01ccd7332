package io.clawhub.gateway.core.services;

import io.clawhub.gateway.core.ServiceCommand.RegisterService;

/**
 * Who registers what.
 *
 * @param callerId the participant whose connection asked
 * @param ownerId the participant who answers for the service, as the hub decided
 * @param ephemeral whether nobody will return under the owner's id
 * @param command the service
 */
public record Registration(String callerId, String ownerId, boolean ephemeral, RegisterService command) {}
