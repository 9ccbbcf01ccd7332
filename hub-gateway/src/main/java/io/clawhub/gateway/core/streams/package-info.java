/** What matters for seconds only: who writes, and runs while they grow. Told over {@code chat.streams}, never stored. */
package io.clawhub.gateway.core.streams;
