package io.clawhub.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.clawhub.client.ChannelOutcome;

/** Asks a provider for a session. */
@Command(
        name = "request",
        description = "Ask a provider for a session, and wait for the answer.",
        footer = {"", "Example:", "  ./hub chat request --agent alice bob --service weather-svc -m \"For Berlin\""})
final class RequestCommand extends ChannelTask {

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROVIDER", description = "Whom to ask.")
    private String provider;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "Which service; its provider is asked if none is named.")
    private String service;

    @Override
    ChannelOutcome settle(ChatSession session, String message) {
        return session.requestChannel(provider, service, message);
    }

    @Override
    int code(ChannelOutcome settled) {
        if (settled.isOpen()) {
            return ExitCode.OK;
        }
        // The request stands; "listen" tells when it is settled.
        return "timeout".equals(settled.status()) ? ExitCode.NOT_IN_TIME : ExitCode.FAILED;
    }
}
