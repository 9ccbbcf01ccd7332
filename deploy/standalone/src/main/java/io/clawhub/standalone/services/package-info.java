/**
 * The hub's own services, packaged, each as a process of its own: the gateway, history and presence. In come ports
 * ({@link io.clawhub.standalone.services.HubPorts}); out come the backends and services wired to each other ({@link
 * io.clawhub.standalone.services.HubParts}), not yet started. Who starts and watches them is the launcher's or a test's
 * affair.
 */
package io.clawhub.standalone.services;
