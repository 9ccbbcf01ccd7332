/**
 * What history-service answers, shared with its callers: messages as they were logged, with their place in the log.
 * History's HTTP API speaks these records in the contract's JSON.
 */
package io.clawhub.events.archive;
