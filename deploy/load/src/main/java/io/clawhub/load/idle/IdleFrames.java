package io.clawhub.load.idle;

/** Frames of a measurement, written by hand. */
final class IdleFrames {

    private IdleFrames() {}

    static String register(String clientId, String serviceId, int number) {
        return "{\"type\":\"register\",\"request_id\":\"%s\",\"client_id\":\"%s\",\"service\":{\"service_id\":\"%s\",\"name\":\"Service %d\",\"description\":\"Number %d of the services of a hub at rest\",\"tags\":[\"idle\",\"tag%d\"],\"price\":%d}}"
                .formatted(serviceId, clientId, serviceId, number, number, number % 10, number % 100);
    }

    /** What a dialect B connection says once, so that the hub knows it. */
    static String introduction(String clientId) {
        return "{\"type\":\"whoami\",\"request_id\":\"%s\",\"client_id\":\"%s\"}".formatted(clientId, clientId);
    }

    static String heartbeat(String clientId) {
        return "{\"type\":\"heartbeat\",\"client_id\":\"%s\"}".formatted(clientId);
    }

    static String discover(String requestId, String clientId, String query) {
        return "{\"type\":\"skill_discover\",\"request_id\":\"%s\",\"client_id\":\"%s\",\"query\":\"%s\",\"tags\":[],\"status\":\"online\"}"
                .formatted(requestId, clientId, query);
    }
}
