package io.clawhub.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.clawhub.client.ChannelOutcome;

/** Accept a session that a consumer asked for. */
@Command(
        name = "accept",
        description = "Accept a session that a consumer asked for.",
        footer = {"", "Example:", "  ./hub chat accept --agent bob ch_0123456789abcdef0123456789abcdef"})
final class AcceptCommand extends ChannelTask {

    @Parameters(index = "0", paramLabel = "CONVERSATION", description = "The session's id.")
    private String conversation;

    @Override
    ChannelOutcome settle(ChatSession session, String message) {
        return session.acceptChannel(conversation, message);
    }
}
