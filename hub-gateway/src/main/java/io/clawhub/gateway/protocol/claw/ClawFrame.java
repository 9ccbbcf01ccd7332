package io.clawhub.gateway.protocol.claw;

/** A frame from a client, less its {@link FrameHead}. Absent fields are null. */
sealed interface ClawFrame permits SessionFrame, ChatFrame, ServiceFrame, CallFrame, UserFrame {

    /** Whom the frame says it comes from, or null: a claim that names a newcomer and never overrides who is known. */
    default String claim() {
        return null;
    }

    /** Whether anybody may send it, without a name and without a credential. */
    default boolean isOpen() {
        return false;
    }
}
