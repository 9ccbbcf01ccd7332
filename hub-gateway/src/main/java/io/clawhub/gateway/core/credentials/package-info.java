/**
 * How the holders of accounts prove who they are: passwords, sessions and tokens, and how these end.
 *
 * <p>In: a secret. Out: a {@link io.clawhub.gateway.core.credentials.AccountCredential}, which names an account by its id only, or a
 * refusal. Of a secret its SHA-256 is kept, of a password a slow salted hash. A credential ends by an act or by its time; its
 * id then goes to every gateway by {@code DirectoryChanged}, and each looks in the database every second for what it was not
 * told of. Whoever listens closes the connections that came by it. Calls {@code core/outbox} and {@code core/log} only.
 */
package io.clawhub.gateway.core.credentials;
