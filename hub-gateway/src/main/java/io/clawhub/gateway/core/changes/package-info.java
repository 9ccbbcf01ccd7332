/** Editing and deleting what was said, and reacting to it. */
package io.clawhub.gateway.core.changes;
