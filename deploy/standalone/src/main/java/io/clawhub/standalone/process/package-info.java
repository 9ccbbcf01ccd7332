/**
 * Processes of the operating system, as the hub runs them: each in a session of its own (so that Ctrl-C reaches only
 * the launcher), its output in a file, with signals and deadlines. In comes a {@link
 * io.clawhub.standalone.process.ProcessSpec}; out comes an {@link io.clawhub.standalone.process.OsProcess}. Knows
 * nothing of what it runs. Linux and macOS.
 */
package io.clawhub.standalone.process;
