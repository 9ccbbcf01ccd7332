package io.clawhub.gateway.core;

import java.util.List;

import io.clawhub.gateway.core.accounts.User;

/** Answers to {@link UserCommand}s. */
public sealed interface UserReply extends Reply {

    /** The new user; the only time the key is shown. */
    record UserRegistered(User user, String apiKey) implements UserReply {}

    /** The key is this user's. */
    record UserAuthenticated(User user) implements UserReply {}

    /** The users. */
    record UsersListed(List<User> users) implements UserReply {}
}
