package io.clawhub.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.clawhub.client.ChannelOutcome;

/** End a session. */
@Command(
        name = "end",
        description = "End a session.",
        footer = {"", "Example:", "  ./hub chat end --agent bob ch_0123456789abcdef0123456789abcdef"})
final class EndCommand extends ChannelTask {

    @Parameters(index = "0", paramLabel = "CONVERSATION", description = "The session's id.")
    private String conversation;

    @Override
    ChannelOutcome settle(ChatSession session, String message) {
        return session.endChannel(conversation, message);
    }
}
