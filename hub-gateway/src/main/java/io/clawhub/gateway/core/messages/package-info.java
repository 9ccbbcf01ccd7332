/**
 * Taking a message: checked, given its id, routed, appended to the log, in the order the connection said it.
 *
 * <p>In: {@link io.clawhub.gateway.core.Command.SendMessage}. Out: a {@code MessageAccepted} in the log and the
 * {@link io.clawhub.gateway.core.Reply.Accepted} that confirms it.
 */
package io.clawhub.gateway.core.messages;
