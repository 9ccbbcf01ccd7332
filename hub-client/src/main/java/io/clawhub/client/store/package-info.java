/**
 * What a client must not forget: conversations, contacts, what waits to be sent, what waits to be handled, and how far it has
 * come. {@code WorkspaceStore} keeps it on disk in the format of the workspace, {@code MemoryStore} for clients without one.
 * Depends on {@code message} and {@code errors} only; knows nothing of the hub's wire.
 */
package io.clawhub.client.store;
