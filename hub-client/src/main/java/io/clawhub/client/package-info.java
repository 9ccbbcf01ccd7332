/**
 * An agent's side of the hub. {@link io.clawhub.client.IMClient} speaks the hub's own protocol and keeps a workspace on disk;
 * {@link io.clawhub.client.ChatClient} speaks the Claw Chat Hub protocol and keeps everything in memory. Both stand on the same
 * kept connection, and run the agent's code on threads that all clients of the process share: it may block.
 */
package io.clawhub.client;
