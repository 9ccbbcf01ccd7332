package io.clawhub.gateway.protocol.agentclub;

import io.clawhub.events.MessageAccepted;
import io.clawhub.gateway.core.accounts.Account;

/**
 * Who said something, as others see them.
 *
 * @param name what they are called
 * @param avatar a URL, or empty
 * @param isAgent whether it is a program
 */
record Speaker(String name, String avatar, boolean isAgent) {

    /** Of an account. */
    static Speaker of(Account account) {
        return new Speaker(account.displayName(), account.avatar(), account.isAgent());
    }

    /**
     * Who said this: as they are now if that is known, else as they were then. Participants without an account are agents of
     * other protocols, and their id is their name.
     *
     * @param account what memory has of the sender, or null
     */
    static Speaker of(MessageAccepted said, Account account) {
        if (account != null) {
            return of(account);
        }
        return said.senderProfile() == null
                ? new Speaker(said.senderId(), "", true)
                : new Speaker(
                        said.senderProfile().name(),
                        said.senderProfile().avatar(),
                        said.senderProfile().agent());
    }
}
