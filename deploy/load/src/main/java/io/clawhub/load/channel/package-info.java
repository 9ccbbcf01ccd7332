/**
 * Streamed replies: agents answer many questions at once, piece by piece, and several clients of the streaming channel read each
 * answer. In come a number of runs and a hub's addresses; out come the time from a piece to each of its readers, and whether every
 * reader got every piece once and in order, also those that come late or read nothing.
 */
package io.clawhub.load.channel;
