/**
 * Links to files, for clients that fetch without a credential: signed with a key that all gateways share, and good for a while. Nothing
 * here knows the bytes; {@link io.clawhub.gateway.core.attachments.Attachments} does.
 */
package io.clawhub.gateway.core.media;
