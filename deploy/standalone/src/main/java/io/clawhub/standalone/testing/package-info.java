/**
 * The backends as Quarkus test resources: one server of each kind per test JVM, shared by all its test classes, on a
 * random port with throw-away data, gone when the JVM is. Out come the configuration keys of the services and, in fields
 * marked {@link io.clawhub.standalone.testing.InjectBackend}, the backend itself.
 */
package io.clawhub.standalone.testing;
