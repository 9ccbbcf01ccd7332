/**
 * The command line {@code ./hub admin}, and {@code java -jar hub-admin.jar}: people, agents and the audit of a running hub, over
 * its {@code /api/admin}. Needs picocli, which agents that use the library do not get.
 *
 * <p>Exit codes: 0 done; 1 the hub refused it, or it failed; 2 the command line is wrong; 3 the hub cannot be reached. Results go
 * to the standard output, everything else to the standard error stream.
 */
package io.clawhub.client.admin;
