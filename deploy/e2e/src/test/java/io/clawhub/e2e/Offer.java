package io.clawhub.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.standalone.HubProcesses;

/**
 * A service that an agent offers over a connection of its own, as the programs of dialect A must: their chat client
 * cannot register. The service is online as long as this is open.
 */
final class Offer implements AutoCloseable {

    private final String serviceId;
    private final Agent connection;
    private final String channelId;

    private Offer(String serviceId, Agent connection, String channelId) {
        this.serviceId = serviceId;
        this.connection = connection;
        this.channelId = channelId;
    }

    static Offer of(HubProcesses hub, int gateway, String providerId, String serviceId) {
        Agent connection = Agent.plain(hub, gateway, providerId);
        String requestId = Names.requestId();
        connection
                .socket()
                .send(registration(serviceId).put("request_id", requestId).toString());
        String channelId = connection
                .awaitFrame(frame -> "registered".equals(Frames.type(frame))
                        && requestId.equals(frame.path("request_id").asText()))
                .path("channel_id")
                .asText();
        return new Offer(serviceId, connection, channelId);
    }

    static ObjectNode registration(String serviceId) {
        ObjectNode frame = Frames.frame("register");
        frame.putObject("service").put("id", serviceId).put("name", serviceId).put("description", "for a test");
        return frame;
    }

    String serviceId() {
        return serviceId;
    }

    /** The service's lobby. */
    String channelId() {
        return channelId;
    }

    Agent connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.close();
    }
}
