package io.clawhub.gateway.protocol.claw;

/** Users and their API keys. */
sealed interface UserFrame extends ClawFrame {

    /** Asks for a user and an API key. */
    record Register(String name) implements UserFrame {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** Presents an API key. */
    record Authenticate(String apiKey) implements UserFrame {
        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** Asks for all users. */
    record List() implements UserFrame {}

    /** Lets a user use a service, or not any more. */
    record ChangeAccess(String serviceId, String userId, boolean allowed) implements UserFrame {}
}
