/** Who sent an HTTP request: shared by the REST sides of all adapters. */
package io.clawhub.gateway.http;
