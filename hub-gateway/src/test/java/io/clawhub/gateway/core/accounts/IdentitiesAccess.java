package io.clawhub.gateway.core.accounts;

import java.util.Map;

/** Makes identities without accounts, over stores in memory. */
public final class IdentitiesAccess {

    private IdentitiesAccess() {}

    /**
     * Identities of a hub.
     *
     * @param settings of the hub
     * @param owners user ids by agent id
     */
    public static Identities with(Map<String, String> settings, Map<String, String> owners) {
        AccountsFixture hub = new AccountsFixture(settings);
        hub.participants.owners.putAll(owners);
        return hub.identities;
    }
}
