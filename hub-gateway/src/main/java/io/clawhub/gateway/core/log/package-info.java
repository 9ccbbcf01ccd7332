/**
 * The log, Kafka: writing events with a confirmation, and following {@code chat.events} from its end. Records of one
 * conversation keep the order of their {@code append} calls, whatever is retried in between.
 */
package io.clawhub.gateway.core.log;
