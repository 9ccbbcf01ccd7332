/** Tells presence-service who shows signs of life here: at most one record per participant and 10 s, and each goodbye. */
package io.clawhub.gateway.core.activity;
