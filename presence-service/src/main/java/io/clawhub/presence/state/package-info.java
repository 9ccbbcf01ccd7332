/**
 * What Redis holds, and the only room that knows Redis. In come activity, sweeps and queries; out go presence and
 * transitions.
 *
 * <p>Each change is one Lua script under {@code redis/} in the resources, headed with its keys, arguments and result and
 * run by one class here. A script appends the transition to the outbox in the step that changes the state, so the two
 * cannot part. All times are judged by Redis' clock. The scripts name a key per participant, so they need one Redis (or
 * one with replicas), not Redis Cluster.
 *
 * <p>Keys: {@code presence:active}, {@code presence:online}, {@code presence:versions}, {@code presence:outbox},
 * {@code presence:outbox-lease}, {@code presence:connections:ID}.
 */
package io.clawhub.presence.state;
