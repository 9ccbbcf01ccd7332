/**
 * Who is who: users, their API keys, and which participant ids are whose.
 *
 * <p>In: an API key, a claimed id. Out: a {@link io.clawhub.gateway.core.accounts.Identities.Credential}, how the
 * participant is identified, or a refusal. An id belongs to the first user that used it; an id that nobody owns may be
 * claimed by name in open mode, unless a connection has reserved it. Everything asked lately is answered from memory, which
 * other gateways make forget by {@code DirectoryChanged}. Calls {@code core/outbox} and {@code core/log} only.
 */
package io.clawhub.gateway.core.accounts;
