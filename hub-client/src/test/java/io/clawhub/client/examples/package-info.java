/** Small agents, complete: each is a program of its own. The README shows them, and the tests run them. */
package io.clawhub.client.examples;
