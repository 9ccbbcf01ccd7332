/**
 * How files come in and go out over HTTP, whatever the protocol: bodies streamed to one blocking reader with a bounded read-ahead, ranges,
 * the headers under which nothing runs, and how much of it one client may do at a time. Adapters call it; it knows none of them.
 */
package io.clawhub.gateway.files;
