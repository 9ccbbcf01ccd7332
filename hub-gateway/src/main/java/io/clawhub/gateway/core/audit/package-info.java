/** What administrators did: written in the transaction of the act, read by administrators, never changed. */
package io.clawhub.gateway.core.audit;
