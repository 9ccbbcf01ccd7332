package io.clawhub.standalone.backends;

import java.nio.file.Path;
import java.util.function.Function;

import io.clawhub.standalone.process.Place;

/**
 * One throw-away backend of a kind per JVM. Test frameworks load classes several times, so what is shared is not an
 * object but the server's port, directory and pid, in system properties.
 */
public final class SharedBackend {
    private static final String PREFIX = "clawhub.shared-backend.";

    private SharedBackend() {}

    /** The running backend, started if there is none yet and again if a test left it dead or paused. */
    public static <B extends Backend> B get(String name, Function<Place, B> kind) {
        // The system properties are the one object every class loader agrees on.
        synchronized (System.getProperties()) {
            String known = System.getProperty(PREFIX + name);
            B backend = known == null ? kind.apply(Place.throwAway(name)) : kind.apply(place(name, known));
            if (known != null && backend.adopt(Long.parseLong(known.split("\\|")[2]))) {
                backend.resume();
            }
            backend.start();
            Place place = backend.place();
            System.setProperty(PREFIX + name, place.port() + "|" + place.directory() + "|" + backend.pid());
            return backend;
        }
    }

    private static Place place(String name, String known) {
        String[] parts = known.split("\\|");
        Path directory = Path.of(parts[1]);
        return new Place(Integer.parseInt(parts[0]), directory, directory.resolve(name + ".log"), true);
    }
}
