package io.clawhub.client.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.clawhub.client.ChannelOutcome;

/** Refuse a session that a consumer asked for. */
@Command(
        name = "reject",
        description = "Refuse a session that a consumer asked for.",
        footer = {"", "Example:", "  ./hub chat reject --agent bob ch_0123456789abcdef0123456789abcdef"})
final class RejectCommand extends ChannelTask {

    @Parameters(index = "0", paramLabel = "CONVERSATION", description = "The session's id.")
    private String conversation;

    @Override
    ChannelOutcome settle(ChatSession session, String message) {
        return session.rejectChannel(conversation, message);
    }
}
