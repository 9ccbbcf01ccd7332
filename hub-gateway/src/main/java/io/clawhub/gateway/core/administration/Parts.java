package io.clawhub.gateway.core.administration;

import jakarta.inject.Singleton;

import io.clawhub.gateway.core.accounts.AccountDirectory;
import io.clawhub.gateway.core.accounts.AccountStore;
import io.clawhub.gateway.core.credentials.Credentials;
import io.clawhub.gateway.core.outbox.DatabaseContext;

/** What everything here works with. */
@Singleton
record Parts(AccountDirectory directory, AccountStore accounts, Credentials credentials, DatabaseContext database) {}
