package io.clawhub.gateway.core.services;

import org.jboss.logging.Logger;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** The refusal of those who touch what is not theirs. */
final class Ownership {

    private static final Logger LOG = Logger.getLogger(Ownership.class);

    private Ownership() {}

    static HubException refusal(String callerId, String serviceId, String ownerId) {
        LOG.warnf("not the service's owner: participantId=%s serviceId=%s ownerId=%s", callerId, serviceId, ownerId);
        return new HubException(HubError.NOT_SERVICE_OWNER, "service " + serviceId + " belongs to another agent");
    }

    static HubException notFound() {
        return new HubException(HubError.SERVICE_NOT_FOUND, "no such service");
    }
}
