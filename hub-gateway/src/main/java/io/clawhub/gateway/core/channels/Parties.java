package io.clawhub.gateway.core.channels;

/**
 * Whom a channel is between, and for what. Only one pending or active channel exists for equal parties.
 *
 * @param serviceId the service, or only a label; null if none was named
 * @param providerId who answers
 * @param consumerId who asks
 */
record Parties(String serviceId, String providerId, String consumerId) {

    boolean include(String participantId) {
        return providerId.equals(participantId) || consumerId.equals(participantId);
    }
}
