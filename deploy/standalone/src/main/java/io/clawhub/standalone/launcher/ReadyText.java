package io.clawhub.standalone.launcher;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.clawhub.standalone.services.GatewayPorts;
import io.clawhub.standalone.services.HubParts;
import io.clawhub.standalone.services.HubPorts;

/** What {@code ./hub up} says when all is ready: where everything listens. */
record ReadyText(HubHome home, HubPorts ports, HubParts parts, boolean backendsOnly) {

    String text(double seconds) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%nClaw Chat Hub is ready in %.1f s%n%n", seconds));
        if (!backendsOnly) {
            List<GatewayPorts> gateways = ports.gateways();
            for (int index = 0; index < gateways.size(); index++) {
                line(text, parts.gateways().get(index).name(), gateway(gateways.get(index)));
            }
            line(text, "history", parts.history().url());
            line(text, "presence", parts.presence().url());
        }
        line(text, "postgres", parts.postgres().jdbcUrl() + "  (hub_gateway, hub_history; the password is the name)");
        line(text, "redis", "redis://127.0.0.1:" + ports.redis());
        line(text, "kafka", parts.kafka().bootstrapServers());
        line(text, "data", home.directory().resolve("data").toString());
        line(text, "logs", home.logs().toString());
        if (!backendsOnly) {
            line(
                    text,
                    "admin",
                    "./hub admin --help  (as admin; the first password is in " + home.adminPassword() + ")");
        }
        text.append(String.format("%nStop with Ctrl-C or ./hub down."));
        text.append(backendsOnly ? "" : " Try ./hub demo in another terminal.");
        return text.append(String.format("%n%n")).toString();
    }

    private static String gateway(GatewayPorts gateway) {
        String also = gateway.classic().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "ws://127.0.0.1:" + gateway.main() + "/" + (also.isEmpty() ? "" : "  (also on " + also + ")");
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-10s %s%n", name, value));
    }
}
