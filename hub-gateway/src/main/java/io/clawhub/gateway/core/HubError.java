package io.clawhub.gateway.core;

/**
 * The one error table. Adapters look up the form their protocol wants and never invent a code.
 *
 * <p>{@code retryable} means that the same request, with the same idempotency key, may succeed later.
 */
public enum HubError {
    /** Not JSON, or not a JSON object. */
    BAD_JSON(false, 400, -32700, 1003),
    /** A frame type this protocol does not have. */
    UNKNOWN_TYPE(false, 400, -32601, 1003),
    /** A required field is absent or of the wrong type. */
    MISSING_FIELDS(false, 400, -32602, 1008),
    /** An id that is empty, longer than 256 characters, or holds control characters. */
    INVALID_ID(false, 400, -32602, 1008),
    /** Text that cannot be stored: U+0000 or half of a surrogate pair. */
    INVALID_TEXT(false, 400, -32602, 1007),
    /** It is not clear whom the message is for. */
    TARGET_REQUIRED(false, 400, -32602, 1008),
    /** No such conversation. */
    CHANNEL_NOT_FOUND(false, 404, -32004, 1008),
    /** No such message, or none that the caller may see, or it was deleted. */
    MESSAGE_NOT_FOUND(false, 404, -32004, 1008),
    /** No agent of this id was ever here. */
    AGENT_NOT_FOUND(false, 404, -32004, 1008),
    /** Too much waits in this session to be answered. */
    SESSION_BUSY(true, 429, -32029, 1013),
    /** The conversation is over. */
    CHANNEL_ENDED(false, 409, -32009, 1008),
    /** No such service. */
    SERVICE_NOT_FOUND(false, 404, -32004, 1008),
    /** No connection offers the service now. */
    SERVICE_OFFLINE(true, 503, -32050, 1013),
    /** The service, or what was asked of a group, is not for this caller. */
    ACCESS_DENIED(false, 403, -32003, 1008),
    /** No such tunnel, or another's. */
    TUNNEL_NOT_FOUND(false, 404, -32004, 1008),
    /** A key that is unknown, expired, used up, or another service's. */
    KEY_INVALID(false, 403, -32003, 1008),
    /** The provider refused. */
    PROVIDER_REFUSED(false, 403, -32003, 1008),
    /** The provider did not answer in time. */
    CALL_TIMEOUT(true, 504, -32054, 1013),
    /** No such run on this connection, or it is over. */
    RUN_NOT_FOUND(false, 404, -32004, 1008),
    /** A connection must say who it is before anything else, and soon. */
    HELLO_REQUIRED(false, 400, -32600, 4001),
    /** A version of the protocol that this hub does not speak. */
    VERSION_REFUSED(false, 400, -32600, 4003),
    /** Another connection of the same client has taken over. */
    REPLACED(false, 409, -32009, 4009),
    /** No such call, or it was answered or given up. */
    CALL_NOT_FOUND(false, 404, -32004, 1008),
    /** No such user. */
    USER_NOT_FOUND(false, 404, -32004, 1008),
    /** A price that is no number from 0 to 10^12. */
    INVALID_PRICE(false, 400, -32602, 1008),
    /** Needs a credential. */
    AUTH_REQUIRED(false, 401, -32001, 1008),
    /** The credential is not valid, or not for this agent. */
    AUTH_FAILED(false, 401, -32001, 1008),
    /** The caller is no party of the conversation. */
    NOT_A_PARTY(false, 403, -32003, 1008),
    /** The frame claims to come from somebody else than the connection. */
    IDENTITY_MISMATCH(false, 403, -32003, 1008),
    /** The service belongs to somebody else. */
    NOT_SERVICE_OWNER(false, 403, -32003, 1008),
    /** The same idempotency key with another payload, or a channel that does not stand so that this could be done. */
    CONFLICT(false, 409, -32009, 1008),
    /** The group has as many members as a group may have. */
    GROUP_FULL(false, 409, -32009, 1008),
    /** Content beyond the limit. */
    MESSAGE_TOO_LARGE(false, 413, -32013, 1009),
    /** Too much is waiting for this connection or from it. */
    RATE_LIMITED(true, 429, -32029, 1013),
    /** The log did not confirm in time. */
    LOG_UNAVAILABLE(true, 503, -32050, 1013),
    /** The directory of conversations and services does not answer. */
    DIRECTORY_UNAVAILABLE(true, 503, -32050, 1013),
    /** History does not answer. */
    HISTORY_UNAVAILABLE(true, 503, -32050, 1013),
    /** No such file. */
    ATTACHMENT_NOT_FOUND(false, 404, -32004, 1008),
    /** A file that is not taken here: of a kind that nobody needs, or not what its name says. */
    ATTACHMENT_REFUSED(false, 400, -32602, 1008),
    /** Files cannot be stored or read: not configured, or the disk fails. */
    ATTACHMENTS_UNAVAILABLE(true, 503, -32050, 1013),
    /** A fault of ours; the log has the details. */
    INTERNAL(true, 500, -32603, 1011);

    private final boolean retryable;
    private final int httpStatus;
    private final int jsonRpcCode;
    private final int closeCode;

    HubError(boolean retryable, int httpStatus, int jsonRpcCode, int closeCode) {
        this.retryable = retryable;
        this.httpStatus = httpStatus;
        this.jsonRpcCode = jsonRpcCode;
        this.closeCode = closeCode;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** The HTTP status of this refusal. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The JSON-RPC 2.0 error code of this refusal. */
    public int jsonRpcCode() {
        return jsonRpcCode;
    }

    /** The WebSocket close code, where a protocol closes on this refusal; 1013 means: reconnect and catch up. */
    public int closeCode() {
        return closeCode;
    }
}
