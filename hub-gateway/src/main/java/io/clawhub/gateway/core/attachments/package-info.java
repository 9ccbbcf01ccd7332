/**
 * Files that go with messages: their bytes in an {@link io.clawhub.gateway.core.attachments.AttachmentStore}, what is known of
 * them in PostgreSQL. Nearly everything here blocks: it runs on virtual threads, never on an event loop.
 */
package io.clawhub.gateway.core.attachments;
