package io.clawhub.gateway.core.services;

/**
 * The most that a key of a service may be issued for.
 *
 * @param durationSeconds seconds
 * @param maxCalls calls
 */
public record KeyPolicy(long durationSeconds, long maxCalls) {}
