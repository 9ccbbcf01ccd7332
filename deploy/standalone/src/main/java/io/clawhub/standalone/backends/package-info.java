/**
 * The real PostgreSQL, Redis and Kafka servers, each as a process of its own, on 127.0.0.1 only. In comes a {@link
 * io.clawhub.standalone.process.Place} (port, data, log); out comes a {@link io.clawhub.standalone.backends.Backend}
 * that can be started, stopped, killed and paused alone. The servers' programs come from Maven artifacts and are
 * unpacked once per user. Not for production: one node each, fixed passwords, no encryption.
 */
package io.clawhub.standalone.backends;
