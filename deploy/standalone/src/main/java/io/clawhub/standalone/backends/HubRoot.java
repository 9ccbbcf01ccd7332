package io.clawhub.standalone.backends;

import java.nio.file.Files;
import java.nio.file.Path;

import io.clawhub.standalone.process.StartException;

/** The checkout this runs from: whatever was built lies under it. */
public final class HubRoot {
    /** System property that names it; without, it is looked for from the working directory upwards. */
    public static final String PROPERTY = "hub.root";

    private HubRoot() {}

    /** @throws StartException if there is none */
    public static Path find() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("pom.xml")) && Files.exists(at.resolve("deploy/standalone/pom.xml"))) {
                return at;
            }
        }
        throw new StartException("Not inside a checkout of Claw Chat Hub: "
                + Path.of("").toAbsolutePath() + ". Go there, or set the system property " + PROPERTY + ".");
    }
}
