package io.clawhub.gateway.core.conversations;

/** Makes a directory over a store of the test's choice. */
public final class ConversationDirectoryAccess {

    private ConversationDirectoryAccess() {}

    /** A directory without memory of earlier tests. */
    public static ConversationDirectory over(ConversationStore store) {
        return new ConversationDirectory(store);
    }
}
