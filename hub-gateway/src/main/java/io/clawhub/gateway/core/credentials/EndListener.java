package io.clawhub.gateway.core.credentials;

/** Hears of credentials that have ended, on this gateway or another. Called on any thread, perhaps more than once; must not block or throw. */
@FunctionalInterface
public interface EndListener {

    /** This credential has ended. */
    void ended(String credentialId);
}
