/**
 * The program behind {@code ./hub}: starts the hub, watches it, tells how it is and stops it. One directory, {@code
 * $HUB_HOME}, holds all it leaves on disk: {@code data}, {@code logs} and {@code run} (the lock and the state of the
 * running hub). In come command lines, environment and signals; out goes text for people, and an exit code: 0 done, 1
 * not, with a sentence why, 2 a wrong command line.
 */
package io.clawhub.standalone.launcher;
