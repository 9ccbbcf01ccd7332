package io.clawhub.gateway.protocol.claw;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads {@link SessionFrame}s and {@link UserFrame}s. */
final class SessionReaders {

    private SessionReaders() {}

    static void addTo(Map<String, Function<Fields, ClawFrame>> readers) {
        readers.put(
                "connect",
                fields -> new SessionFrame.Connect(
                        fields.text("client_type"), fields.id("agent_id"), Set.copyOf(fields.words("capabilities"))));
        readers.put("ping", fields -> new SessionFrame.Ping());
        readers.put("pong", fields -> new SessionFrame.Pong());
        readers.put("heartbeat", fields -> new SessionFrame.Heartbeat());
        readers.put("help", fields -> new SessionFrame.Help(fields.text("topic")));
        readers.put("whoami", fields -> new SessionFrame.WhoAmI());
        readers.put("user_register", fields -> new UserFrame.Register(fields.requiredText("name")));
        readers.put("user_auth", fields -> new UserFrame.Authenticate(fields.requiredText("api_key")));
        readers.put("user_list", fields -> new UserFrame.List());
        readers.put("user_grant_access", fields -> access(fields, true));
        readers.put("user_revoke_access", fields -> access(fields, false));
    }

    private static ClawFrame access(Fields fields, boolean allowed) {
        return new UserFrame.ChangeAccess(fields.requiredId("service_id"), fields.requiredId("user_id"), allowed);
    }
}
