/** What many clients of the agent's own library cost in one process, and whether they come back spread after a restart. */
package io.clawhub.load.clients;
