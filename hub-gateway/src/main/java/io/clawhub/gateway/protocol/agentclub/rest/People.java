package io.clawhub.gateway.protocol.agentclub.rest;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.Ids;
import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;

/** Who participants are, and whether they are there. */
@ApplicationScoped
class People {

    private final AccountDirectory accounts;
    private final Seen seen;

    People(AccountDirectory accounts, Seen seen) {
        this.accounts = accounts;
        this.seen = seen;
    }

    /** These, by id, in their order. */
    Uni<List<Person>> of(List<String> participantIds) {
        return accounts.findAll(participantIds)
                .chain(found -> seen.of(participantIds).map(there -> participantIds.stream()
                        .map(id -> new Person(id, found.get(id), there.get(id)))
                        .toList()));
    }

    /** The accounts of these, remembered from now on. */
    Uni<Map<String, Account>> accounts(Collection<String> participantIds) {
        return accounts.findAll(participantIds);
    }

    /**
     * Somebody who can be talked to: has an account, or was seen on the hub by another protocol. Fails with
     * {@link HubError#USER_NOT_FOUND} for anybody else.
     */
    Uni<String> existing(String participantId) {
        if (participantId == null || participantId.isEmpty()) {
            throw new HubException(HubError.MISSING_FIELDS, "user_id is missing");
        }
        Ids.checked(participantId, "user_id");
        if (Account.isAccountId(participantId)) {
            return accounts.find(participantId)
                    .onItem()
                    .ifNull()
                    .failWith(People::nobody)
                    .map(Account::participantId);
        }
        return seen.of(List.of(participantId)).map(there -> {
            if (there.get(participantId).lastActiveAt() == null) {
                throw nobody();
            }
            return participantId;
        });
    }

    private static HubException nobody() {
        return new HubException(HubError.USER_NOT_FOUND, "no such user");
    }
}
