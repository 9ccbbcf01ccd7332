/**
 * Logging in and out, and what administrators do with accounts. An act, its traces on credentials and its line in the audit
 * are one transaction; once that is committed every gateway is told, and connections of credentials that ended are closed.
 */
package io.clawhub.gateway.core.administration;
