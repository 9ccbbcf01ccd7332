package io.clawhub.gateway.protocol.im;

import io.clawhub.gateway.core.Command.SendMessage;
import io.clawhub.gateway.core.CursorCommand;
import io.clawhub.gateway.core.StreamCommand;

/** Talking. Answered by {@code send_ok} or {@code send_err}, or not at all. */
sealed interface ChatFrame extends ImFrame {

    /** Says something. */
    record Send(SendMessage command) implements ChatFrame {}

    /** How far the client has stored, or the agent has read, a conversation. */
    record Moved(CursorCommand command) implements ChatFrame {}

    /** The agent writes, or stopped writing. */
    record Typing(StreamCommand.ShowTyping command) implements ChatFrame {}
}
