/**
 * Whether a gateway lives, as the database sees it: every gateway renews a short lease, and what it holds (bindings of
 * services, reservations of ids) counts only while that lease is valid. Times are the database's, so no two gateways can
 * disagree about them.
 */
package io.clawhub.gateway.core.leases;
