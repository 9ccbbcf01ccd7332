/**
 * Sessions in which somebody asks an agent and reads its answers as they grow.
 *
 * <p>A session is the direct conversation of the agent with a participant made for it ({@link
 * io.clawhub.gateway.core.sessions.SessionKey}), so that an agent of any protocol finds its way back into it. What is asked
 * waits in the table {@code run}, one at a time is put to the agent, and the log decides: a {@link
 * io.clawhub.gateway.core.sessions.Session} on each gateway with readers, or that keeps the running run, follows the
 * conversation and tells its readers what happens, so all of them tell the same. A run ends with a message of the log, or
 * with a {@code RunFinished} when nothing of it is worth keeping.
 */
package io.clawhub.gateway.core.sessions;
