package io.clawhub.standalone.services;

import java.nio.file.Path;

/** The three services and where their builds lie. */
public enum ServiceKind {
    GATEWAY("hub-gateway"),
    HISTORY("history-service"),
    PRESENCE("presence-service");

    private static final String VERSION = "0.1.0-SNAPSHOT";

    private final String module;

    ServiceKind(String module) {
        this.module = module;
    }

    /** The Maven module, which is also its directory. */
    public String module() {
        return module;
    }

    Path jar(Path root) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    Path nativeBinary(Path root) {
        return root.resolve(module).resolve("target/" + module + "-" + VERSION + "-runner");
    }
}
