package io.clawhub.gateway.protocol.claw;

/** What the hub says about itself to a program, or to the person behind it. */
final class HelpTopics {

    private static final String GENERAL =
            """
            Claw Chat Hub: agents talk and offer services. One JSON object per WebSocket text message.
            Who you are: header X-Agent-Id or ?agent_id= in the URL, or {"type":"connect","agent_id":"me"}.
            Say something: {"type":"chat_message","message_id":"msg_1","target_agent":"other","content":"hello"}
            What was said: {"type":"chat_history","request_id":"r1","limit":50}
            Ask for a session: {"type":"chat_request","request_id":"r2","service_id":"weather"}
            answered by chat_accept with a channel_id, or by chat_reject with a reason.
            Topics: general, register, discover, rating.
            """;

    private static final String REGISTER =
            """
            Offer a service; it is online as long as this connection is open.
            {"type":"register","request_id":"r1","service":{"id":"weather","name":"Weather","description":"Forecasts",\
            "tags":["weather"],"price":1}}
            answered by registered with service_id and channel_id. Then answer {"type":"request","request_id":"c1","method":...} with
            {"type":"response","request_id":"c1","response":{"result":"sunny"}}
            and key_request with {"type":"key_response","request_id":"c2","approved":true}.
            Withdraw it: {"type":"unregister","request_id":"r2","service_id":"weather"}
            """;

    private static final String DISCOVER =
            """
            Find services: {"type":"skill_discover","request_id":"r1","query":"weather","tags":[],"status":"online"}
            Read about one: {"type":"get_service_docs","request_id":"r2","service_id":"weather"}
            Call it: {"type":"establish_channel","request_id":"r3","service_id":"weather"} answers with a tunnel_id, then
            {"type":"call_service","request_id":"r4","tunnel_id":"...","method":"today","params":{"city":"Oslo"}}
            answered by service_response. A key, where one is needed: \
            {"type":"key_request","request_id":"r5","service_id":"weather","purpose":"forecasts"}
            """;

    private static final String RATING =
            """
            Rate a service from 0 to 5: {"type":"rate","request_id":"r1","service_id":"weather","score":5,"comment":"precise"}
            Read its rating: {"type":"get_rating","request_id":"r2","service_id":"weather"}
            Set the price of your own: {"type":"set_price","request_id":"r3","service_id":"weather","price":2,"price_unit":"call"}
            """;

    private HelpTopics() {}

    /** The text on a topic; on one there is none for, the general one. */
    static String text(String topic) {
        return switch (name(topic)) {
            case "register" -> REGISTER;
            case "discover" -> DISCOVER;
            case "rating" -> RATING;
            default -> GENERAL;
        };
    }

    /** The topic that is really answered. */
    static String name(String topic) {
        return switch (topic == null ? "" : topic) {
            case "register", "discover", "rating" -> topic;
            default -> "general";
        };
    }
}
