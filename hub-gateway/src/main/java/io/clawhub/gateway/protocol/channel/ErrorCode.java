package io.clawhub.gateway.protocol.channel;

import io.clawhub.gateway.core.HubError;

/**
 * A refusal in this protocol's words.
 *
 * @param name the {@code code}
 * @param endsTurn whether nothing else comes of the question
 */
record ErrorCode(String name, boolean endsTurn) {

    static ErrorCode of(HubError error) {
        return switch (error) {
            case BAD_JSON -> new ErrorCode("bad_json", false);
            case UNKNOWN_TYPE -> new ErrorCode("unknown_type", false);
            case MISSING_FIELDS, INVALID_ID, INVALID_TEXT, TARGET_REQUIRED -> new ErrorCode("bad_request", false);
            case MESSAGE_TOO_LARGE -> new ErrorCode("too_large", false);
            case AUTH_REQUIRED, AUTH_FAILED, KEY_INVALID -> new ErrorCode("unauthorized", true);
            case ACCESS_DENIED, NOT_A_PARTY, IDENTITY_MISMATCH, NOT_SERVICE_OWNER, PROVIDER_REFUSED ->
                new ErrorCode("forbidden", true);
            case AGENT_NOT_FOUND, USER_NOT_FOUND, SERVICE_NOT_FOUND -> new ErrorCode("agent_not_found", true);
            case SESSION_BUSY -> new ErrorCode("session_busy", false);
            case RATE_LIMITED -> new ErrorCode("rate_limited", false);
            case CONFLICT -> new ErrorCode("duplicate", false);
            case LOG_UNAVAILABLE, DIRECTORY_UNAVAILABLE, HISTORY_UNAVAILABLE, ATTACHMENTS_UNAVAILABLE ->
                new ErrorCode("unavailable", true);
            case CHANNEL_NOT_FOUND,
                    MESSAGE_NOT_FOUND,
                    CHANNEL_ENDED,
                    SERVICE_OFFLINE,
                    TUNNEL_NOT_FOUND,
                    CALL_TIMEOUT,
                    RUN_NOT_FOUND,
                    HELLO_REQUIRED,
                    VERSION_REFUSED,
                    REPLACED,
                    CALL_NOT_FOUND,
                    INVALID_PRICE,
                    GROUP_FULL,
                    ATTACHMENT_NOT_FOUND,
                    ATTACHMENT_REFUSED,
                    INTERNAL -> new ErrorCode("internal", true);
        };
    }
}
