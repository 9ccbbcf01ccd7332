/** Which messages reach an agent's code at all: who may write to it, and whether a group must mention it. */
package io.clawhub.client.policy;
