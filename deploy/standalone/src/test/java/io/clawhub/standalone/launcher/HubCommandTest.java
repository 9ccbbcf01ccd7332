package io.clawhub.standalone.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HubCommandTest {

    private static final Set<String> OF_THE_SCRIPT = Set.of("help", "build", "test", "chat", "admin");

    @Test
    void knowsEveryCommandOfTheScript() throws IOException {
        String script = Files.readString(Path.of("../../hub"));
        var commands = new TreeSet<String>();
        Pattern.compile("^  \\./hub (\\w+)", Pattern.MULTILINE)
                .matcher(script)
                .results()
                .forEach(found -> commands.add(found.group(1)));
        Pattern.compile("run_launcher ([a-z][a-z-]+)")
                .matcher(script)
                .results()
                .forEach(found -> commands.add(found.group(1)));
        commands.removeAll(OF_THE_SCRIPT);

        assertThat(commands).contains("up", "check-not-running");
        assertThat(HubCommand.commandLine().getSubcommands()).containsKeys(commands.toArray(String[]::new));
    }
}
