package io.clawhub.standalone.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.clawhub.standalone.process.Place;

/** The directory with everything a hub on this machine keeps. */
record HubHome(Path directory) {
    private static final String VARIABLE = "HUB_HOME";

    HubHome {
        directory = directory.toAbsolutePath().normalize();
    }

    /** {@code $HUB_HOME}, or {@code .hub} in the checkout. */
    static HubHome of(Map<String, String> environment, Path root) {
        return new HubHome(Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElse(root.resolve(".hub")));
    }

    Place place(String part, int port) {
        return new Place(port, directory.resolve("data").resolve(part), log(part), false);
    }

    Path log(String part) {
        return logs().resolve(part + ".log");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path state() {
        return run().resolve("hub.json");
    }

    /** The password that the first administrator was made with. */
    Path adminPassword() {
        return run().resolve("admin-password");
    }

    Path lock() {
        return run().resolve("lock");
    }

    /** The running services' programs. */
    Path programs() {
        return run().resolve("programs");
    }

    private Path run() {
        return directory.resolve("run");
    }
}
