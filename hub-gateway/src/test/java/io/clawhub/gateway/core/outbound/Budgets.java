package io.clawhub.gateway.core.outbound;

/** Budgets for tests of what uses them. */
public final class Budgets {

    private Budgets() {}

    /** One that is never used up. */
    public static OutboundBudget unbounded() {
        return new OutboundBudget(Long.MAX_VALUE);
    }
}
