/**
 * What runs inside the Kafka process. Only this package uses Kafka's server classes; nothing else may call it.
 */
package io.clawhub.standalone.broker;
