/** The HTTP server around the adapters: path aliases, the classic ports, the page at the root, and shutting down. */
package io.clawhub.gateway.server;
