package io.clawhub.client.message;

/**
 * A message that waits for a digital employee.
 *
 * @param message what was said
 * @param attempts how often it was handed out, this time included
 * @param receipt names this handing out; {@code complete}, {@code release} and {@code extend} take it. Null when only looked at
 */
public record PendingMessage(Message message, int attempts, String receipt) {}
