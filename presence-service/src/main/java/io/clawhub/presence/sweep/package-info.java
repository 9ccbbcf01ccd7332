/**
 * Time running out: participants without a sign of life for the active time-out become offline. Nothing comes in but
 * time; transitions go into the outbox of the state. Every instance sweeps; the state sees to it that each transition is
 * made once.
 */
package io.clawhub.presence.sweep;
