package io.clawhub.gateway.core.calls;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

/** The calls that callers of this gateway wait for, bounded in number and time. */
final class AwaitedCalls {

    private final int maxOpen;
    private final int maxOpenPerCaller;
    private final ConcurrentMap<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> openByCaller = new HashMap<>();
    private int opened;

    AwaitedCalls(int maxOpen, int maxOpenPerCaller) {
        this.maxOpen = maxOpen;
        this.maxOpenPerCaller = maxOpenPerCaller;
    }

    /**
     * Opens a call.
     *
     * @return the answer; fails with a refusal, {@link HubError#CALL_TIMEOUT} if nothing else
     * @throws HubException {@link HubError#RATE_LIMITED} beyond the bounds
     */
    CompletableFuture<JsonNode> open(String callId, String callerId, Duration timeout) {
        synchronized (this) {
            if (opened >= maxOpen || openByCaller.getOrDefault(callerId, 0) >= maxOpenPerCaller) {
                throw new HubException(HubError.RATE_LIMITED, "too many open calls");
            }
            opened++;
            openByCaller.merge(callerId, 1, Integer::sum);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        open.put(callId, answer);
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((payload, failure) -> close(callId, callerId))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private static Throwable refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? new HubException(HubError.CALL_TIMEOUT, "the provider did not answer in time")
                : cause;
    }

    void answer(String callId, JsonNode payload) {
        CompletableFuture<JsonNode> answer = open.get(callId);
        if (answer != null) {
            answer.complete(payload);
        }
    }

    void refuse(String callId, HubException refusal) {
        CompletableFuture<JsonNode> answer = open.get(callId);
        if (answer != null) {
            answer.completeExceptionally(refusal);
        }
    }

    int size() {
        return open.size();
    }

    private synchronized void close(String callId, String callerId) {
        open.remove(callId);
        opened--;
        openByCaller.computeIfPresent(callerId, (id, count) -> count == 1 ? null : count - 1);
    }
}
