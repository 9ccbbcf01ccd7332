package io.clawhub.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import io.clawhub.client.wire.Credential;

/** The options of every command: who talks to which hub. */
final class ClientOptions {

    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:HUB_URL:-http://127.0.0.1:8080}",
            description = "The hub. Default: HUB_URL, or http://127.0.0.1:8080.")
    private String url;

    @Option(
            names = "--agent",
            paramLabel = "ME",
            defaultValue = "${env:HUB_AGENT:-${sys:user.name}}",
            description = "Who you are. Default: HUB_AGENT, or your login name.")
    private String agent;

    @Option(
            names = "--token",
            paramLabel = "KEY",
            description =
                    "The API key; \"-\" reads it from the standard input. Others on this machine may see what stands in a "
                            + "command line, so prefer IM_TOKEN or \"hub chat login\".")
    private String token;

    @Option(
            names = "--workspace",
            paramLabel = "DIRECTORY",
            description = "Where messages and contacts are kept. Default: ~/.gateway/workspaces/ME.")
    private Path workspace;

    @Option(names = "--verbose", description = "With an error, say where it happened.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** The address that this command was given, for messages. */
    static String urlOf(CommandLine command) {
        OptionSpec option = command.getCommandSpec().findOption("--url");
        return option == null || option.getValue() == null ? "its address" : option.getValue();
    }

    /** Checked; {@code known} is a key that the command itself has read, or null. */
    ChatSession.Settings settings(CommandLine command, BufferedReader in, String known) {
        Path directory = workspace(command);
        String key = known == null ? token(command, in) : known;
        URI address = checkedUrl(command);
        if (Credential.isReadableOnTheWayTo(address) && hasKey(key, directory)) {
            command.getErr()
                    .println("Warning: the API key goes unencrypted to " + address.getHost()
                            + "; use https:// if the hub has it.");
        }
        return new ChatSession.Settings(url, agent, key, directory);
    }

    private static boolean hasKey(String given, Path directory) {
        return given != null
                || System.getenv("IM_TOKEN") != null
                || new StoredKey(directory.resolve("im_client")).exists();
    }

    Path workspace(CommandLine command) {
        if (workspace != null) {
            return workspace;
        }
        if (agent.matches("\\.{1,2}|.*[/\\\\\\x00].*")) {
            throw new ParameterException(command, "\"" + agent + "\" is no name of a directory; give --workspace too");
        }
        return Path.of(System.getProperty("user.home"), ".gateway", "workspaces", agent);
    }

    private URI checkedUrl(CommandLine command) {
        try {
            URI address = URI.create(url);
            if (address.getScheme() != null
                    && SCHEMES.contains(address.getScheme())
                    && address.getRawAuthority() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, wrongUrl(), e);
        }
        throw new ParameterException(command, wrongUrl());
    }

    private String wrongUrl() {
        return "\"" + url + "\" is no address of a hub; one is "
                + (url.matches("[\\w.-]+:\\d+/?") ? "http://" + url : "http://127.0.0.1:8080");
    }

    /** The key that was given, or null. */
    String token(CommandLine command, BufferedReader in) {
        if (!"-".equals(token)) {
            return token;
        }
        try {
            String line = in.readLine();
            if (line == null || line.isBlank()) {
                throw new ParameterException(command, "--token - expects the API key on the standard input");
            }
            return line.strip();
        } catch (IOException e) {
            throw new ParameterException(command, "the API key cannot be read: " + e.getMessage(), e);
        }
    }
}
