package io.clawhub.gateway.protocol.admin;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.gateway.core.accounts.Account;
import io.clawhub.gateway.core.audit.AuditEntry;
import io.clawhub.gateway.core.credentials.AccountCredential;
import io.clawhub.gateway.core.presence.Presence;
import io.clawhub.gateway.json.JsonFields;

/** What administration says in JSON. Times are RFC 3339. */
final class AdminJson {

    private static final long LONGEST_LIFE_DAYS = 3_650;

    private AdminJson() {}

    static ObjectNode account(Account account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", account.participantId())
                .put("username", account.username())
                .put("display_name", account.displayName())
                .put("avatar", account.avatar())
                .put("description", account.description())
                .put("role", account.role().wireName())
                .put("created_at", account.createdAt().toString());
    }

    static ObjectNode account(Account account, Presence presence) {
        return account(account)
                .put("status", presence.status().wireName())
                .put(
                        "last_active_at",
                        presence.lastActiveAt() == null
                                ? null
                                : presence.lastActiveAt().toString());
    }

    static ObjectNode credentials(List<AccountCredential> all) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("count", all.size());
        ArrayNode list = answer.putArray("credentials");
        for (AccountCredential one : all) {
            list.addObject()
                    .put("id", one.id())
                    .put("kind", one.kind().wireName())
                    .put("hint", one.hint())
                    .put("origin", one.origin())
                    .put("created_at", one.createdAt().toString())
                    .put(
                            "valid_until",
                            one.validUntil() == null ? null : one.validUntil().toString());
        }
        return answer;
    }

    static ObjectNode audit(List<AuditEntry> entries) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("entries");
        for (AuditEntry entry : entries) {
            list.addObject()
                    .put("number", entry.number())
                    .put("at", entry.at().toString())
                    .put("actor_id", entry.actor().id())
                    .put("actor", entry.actor().name())
                    .put("origin", entry.actor().origin())
                    .put("act", entry.act())
                    .put("subject_id", entry.subjectId())
                    .put("subject", entry.subjectName())
                    .put("details", entry.details());
        }
        return answer;
    }

    /** How many days a token is to last, ten years at most; null: without end. */
    static Duration life(JsonFields fields) {
        Long days = fields.whole("expires_in_days");
        if (days != null && (days < 1 || days > LONGEST_LIFE_DAYS)) {
            throw JsonFields.wrong("expires_in_days", "1 to " + LONGEST_LIFE_DAYS);
        }
        return days == null ? null : Duration.ofDays(days);
    }
}
