package io.clawhub.gateway.protocol.im;

/** What a client says, read and checked. Absent values are null. */
sealed interface ImFrame permits SessionFrame, ChatFrame, RunFrame, AskFrame {}
