/**
 * The whole hub as its users meet it: the packaged services as processes of their own, real Kafka, PostgreSQL and Redis,
 * real sockets. In: frames, HTTP questions, signals to processes. Out: what the agents got, in which order, how often.
 *
 * <p>A class has one topic. Classes that break nothing share a hub, the others have their own. Agents' ids are unique to a
 * test, so tests do not meet. Nothing here looks inside a service.
 */
package io.clawhub.e2e;
