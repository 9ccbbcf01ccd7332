/** How far clients have received and read, as they say themselves, and who is told of it. */
package io.clawhub.gateway.core.cursors;
