package io.clawhub.standalone.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.clawhub.standalone.process.Directories;
import io.clawhub.standalone.process.JavaProgram;
import io.clawhub.standalone.process.StartException;

/**
 * Which builds of the services to run.
 *
 * @param root the checkout, or a copy of its builds
 * @param isNative the native binaries instead of the jars
 */
public record ServiceBuild(Path root, boolean isNative) {
    /** More JVM flags for the services, separated by blanks. */
    public static final String JAVA_OPTIONS = "HUB_JAVA_OPTS";

    /** Chosen by measuring: idle below 350 MB, and room for a thousand busy connections. */
    private static final List<String> JVM_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms64m",
            "-Xmx384m",
            "-Xss512k",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=96m",
            "-XX:+ExitOnOutOfMemoryError");

    /** @throws StartException if that service was not built; the message says how to */
    public ServiceBuild require(ServiceKind kind) {
        Path program = program(kind);
        if (!Files.exists(program)) {
            throw new StartException(
                    isNative
                            ? "There is no native binary " + program + ". Build it first: mvn package -DskipTests -pl "
                                    + kind.module() + " -am -Dquarkus.native.enabled=true"
                            : "There is no " + program + ". Build it first: ./hub build");
        }
        return this;
    }

    /**
     * A copy under another root, so that a new build does not pull the files from under the running services.
     *
     * @param copyRoot emptied first
     * @throws StartException if a service was not built
     */
    public ServiceBuild copiedTo(Path copyRoot) {
        Directories.delete(copyRoot);
        ServiceBuild copy = new ServiceBuild(copyRoot, isNative);
        Together.forEach(
                List.of(ServiceKind.values()), kind -> copy(require(kind).program(kind), copy.program(kind)));
        return copy;
    }

    private void copy(Path program, Path target) {
        try {
            Files.createDirectories(target.getParent().getParent());
            if (isNative) {
                Files.createDirectories(target.getParent());
                Files.copy(program, target, StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                Directories.copy(program.getParent(), target.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The command that runs the service.
     *
     * @param mark a system property nobody reads, by which the process is recognised later
     */
    List<String> command(ServiceKind kind, Path mark) {
        String markProperty = "-Dclawhub.part=" + mark;
        if (isNative) {
            return List.of(program(kind).toString(), markProperty);
        }
        List<String> command = new ArrayList<>(JavaProgram.command());
        command.addAll(JVM_FLAGS);
        Optional.ofNullable(System.getenv(JAVA_OPTIONS))
                .filter(options -> !options.isBlank())
                .ifPresent(options -> command.addAll(List.of(options.trim().split("\\s+"))));
        command.addAll(List.of(markProperty, "-jar", program(kind).toString()));
        return command;
    }

    private Path program(ServiceKind kind) {
        return isNative ? kind.nativeBinary(root) : kind.jar(root);
    }
}
