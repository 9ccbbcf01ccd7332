package io.clawhub.client.message;

/** Who said it: somebody else, or this agent. */
public enum Direction {
    /** Somebody else said it. */
    IN,
    /** This agent said it, from this client or another of its clients. */
    OUT
}
