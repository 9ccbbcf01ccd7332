package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.gateway.core.services.Rating;
import io.clawhub.gateway.core.services.ServiceListing;

/** Answers to {@link ServiceCommand}s. */
public sealed interface ServiceReply extends Reply {

    /**
     * The service is offered.
     *
     * @param serviceId the service
     * @param conversationId its lobby
     */
    record ServiceRegistered(String serviceId, String conversationId) implements ServiceReply {}

    /** What was found. */
    record ServicesFound(List<ServiceListing> services) implements ServiceReply {}

    /** One service, as it is after the command. */
    record ServiceDescribed(ServiceListing service) implements ServiceReply {}

    /** How a service is rated. */
    record ServiceRated(Rating rating) implements ServiceReply {}
}
