/**
 * The command line {@code ./hub chat}, and {@code java -jar hub-chat.jar}. Needs picocli, which agents that use the library do not get.
 *
 * <p>Exit codes: 0 done; 1 the hub refused it, or it failed; 2 the command line is wrong; 3 the hub cannot be reached; 4 the
 * workspace is in use by another process; 5 it did not come as far as was asked in time; 130 Ctrl-C. Results go to the standard output,
 * everything else to the standard error stream. Text is UTF-8.
 */
package io.clawhub.client.cli;
