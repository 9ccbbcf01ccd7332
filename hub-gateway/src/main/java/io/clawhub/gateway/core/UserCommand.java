package io.clawhub.gateway.core;

/** Users: the people and programs that hold API keys. Absent values are null. */
public sealed interface UserCommand extends Command {

    /** Makes a user and its API key, which is shown this once. */
    record RegisterUser(String name) implements UserCommand {}

    /** Checks an API key. Binding a connection to the user is the business of the connection's adapter. */
    record AuthenticateUser(String apiKey) implements UserCommand {}

    /** Lists the users; only users may. */
    record ListUsers() implements UserCommand {}

    /** Reads a user; only users may. */
    record ReadUser(String userId) implements UserCommand {}
}
