package io.clawhub.gateway.core.log;

import io.clawhub.events.DirectoryChanged;

/** Takes the changes of the directory that any gateway made, on the tail's thread. Must not block or throw. */
@FunctionalInterface
public interface DirectoryReader {

    /** The next change. */
    void read(DirectoryChanged change);
}
