package io.clawhub.client.admin;

import java.net.URI;

import picocli.CommandLine.Option;

/** The options of every command. */
final class AdminOptions {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:HUB_URL:-http://127.0.0.1:8080}",
            description = "The hub. Default: HUB_URL, or http://127.0.0.1:8080.")
    private String url;

    @Option(names = "--json", description = "Print what the hub answers, as JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** The hub's address, without what stands behind its port. */
    URI hub() {
        URI address;
        try {
            address = URI.create(url.replaceFirst("^ws", "http"));
        } catch (IllegalArgumentException e) {
            throw AdminFailure.usage("--url is no address: " + url);
        }
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw AdminFailure.usage("--url must look like http://127.0.0.1:8080, and is " + url);
        }
        return address;
    }

    boolean json() {
        return json;
    }
}
