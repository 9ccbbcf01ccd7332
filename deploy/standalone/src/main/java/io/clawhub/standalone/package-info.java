/**
 * The hub on one machine, without containers. {@link io.clawhub.standalone.HubProcesses} runs a throw-away hub for
 * system tests; {@code launcher} is the program behind {@code ./hub}. Both are made of {@code services}, {@code
 * backends} and {@code process}, each of which knows only those named after it.
 */
package io.clawhub.standalone;
