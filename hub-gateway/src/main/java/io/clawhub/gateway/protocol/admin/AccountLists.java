package io.clawhub.gateway.protocol.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.presence.PresenceService;

/** Accounts of one sort, with where they are. */
@ApplicationScoped
class AccountLists {

    private static final int ASKED_AT_ONCE = 500;

    private final AccountDirectory accounts;
    private final PresenceService presence;

    AccountLists(AccountDirectory accounts, PresenceService presence) {
        this.accounts = accounts;
        this.presence = presence;
    }

    /** All of this sort, by creation, in a field of this name. */
    Uni<ObjectNode> of(String field, Predicate<Account> sort) {
        return accounts.all().chain(all -> {
            List<Account> wanted = all.stream().filter(sort).toList();
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            ArrayNode list = answer.putArray(field);
            List<Uni<ArrayNode>> parts = new ArrayList<>();
            for (int from = 0; from < wanted.size(); from += ASKED_AT_ONCE) {
                parts.add(seen(wanted.subList(from, Math.min(from + ASKED_AT_ONCE, wanted.size()))));
            }
            return parts.isEmpty()
                    ? Uni.createFrom().item(answer)
                    : Uni.join().all(parts).andFailFast().map(found -> {
                        found.forEach(list::addAll);
                        return answer;
                    });
        });
    }

    private Uni<ArrayNode> seen(List<Account> some) {
        return presence.of(some.stream().map(Account::participantId).toList()).map(there -> {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < some.size(); i++) {
                list.add(AdminJson.account(some.get(i), there.get(i)));
            }
            return list;
        });
    }
}
