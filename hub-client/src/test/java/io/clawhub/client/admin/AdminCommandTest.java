package io.clawhub.client.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.clawhub.client.admin.AdminHub.Answer;

import static org.assertj.core.api.Assertions.assertThat;

class AdminCommandTest {

    private static final String MADE =
            "{\"id\":\"u_1\",\"username\":\"weather\",\"token\":\"sk_agt_secret\",\"role\":\"agent\"}";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private AdminHub hub;
    private String in = "";
    private boolean person;
    private String out;
    private String err;

    @BeforeEach
    void start() throws IOException {
        hub = new AdminHub();
        environment.put("HUB_ADMIN_LOGINS", directory.resolve("admin.json").toString());
        environment.put("HUB_ADMIN_TOKEN", "given");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void theTokenOfANewAgentStandsAloneOnTheOutput() {
        hub.answers.put("POST /agents", new Answer(201, MADE));

        assertThat(run("agent", "create", "weather", "--description", "it rains"))
                .isZero();

        assertThat(out).isEqualTo("sk_agt_secret\n");
        assertThat(err).contains("u_1", "shown this once");
        assertThat(hub.asked)
                .containsExactly("POST /agents {\"username\":\"weather\",\"display_name\":null,"
                        + "\"description\":\"it rains\",\"expires_in_days\":null}");
    }

    @Test
    void jsonIsWhatTheHubSaid() {
        hub.answers.put("POST /agents", new Answer(201, MADE));

        assertThat(run("agent", "create", "weather", "--json")).isZero();

        assertThat(out.strip()).isEqualTo(MADE);
    }

    @Test
    void listsAreTablesAndForgeNothing() {
        hub.answers.put(
                "GET /agents",
                new Answer(
                        200,
                        "{\"agents\":[{\"username\":\"a\",\"display_name\":\"A\\nB\\u001b[2J\",\"status\":\"online\","
                                + "\"last_active_at\":null,\"id\":\"u_1\",\"description\":\"" + "x".repeat(60)
                                + "\"}]}"));

        assertThat(run("agent", "list")).isZero();

        assertThat(out.lines()).hasSize(2);
        assertThat(out).startsWith("NAME").contains("online", "…").doesNotContain("\u001b", "x".repeat(41));
    }

    @Test
    void whatIsRefusedIsSaid() {
        hub.answers.put("POST /agents", new Answer(409, "{\"error\":\"this username is taken\"}"));

        assertThat(run("agent", "create", "weather")).isEqualTo(1);

        assertThat(err.strip()).isEqualTo("this username is taken");
        assertThat(out).isEmpty();
    }

    @Test
    void deletingAsksOrWantsYes() {
        hub.answers.put("GET /agents/two%20words/tokens", new Answer(200, "{\"count\":1}"));
        hub.answers.put("DELETE /agents/two%20words", new Answer(200, "{\"ok\":true}"));

        assertThat(run("agent", "delete", "two words")).isEqualTo(2);
        assertThat(err).contains("--yes");
        person = true;
        in = "n\n";
        assertThat(run("agent", "delete", "two words")).isEqualTo(1);
        assertThat(hub.asked).noneMatch(request -> request.startsWith("DELETE"));

        in = "y\n";
        assertThat(run("agent", "delete", "two words")).isZero();
        person = false;
        assertThat(run("agent", "delete", "--yes", "two words")).isZero();
        assertThat(hub.asked)
                .filteredOn(request -> request.startsWith("DELETE"))
                .hasSize(2);
    }

    @Test
    void withoutALoginOneIsToldHowToLogIn() {
        environment.remove("HUB_ADMIN_TOKEN");

        assertThat(run("user", "list")).isEqualTo(1);

        assertThat(err).contains("./hub admin login");
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void aTokenThatIsNotValidIsNamed() {
        hub.valid = "another";

        assertThat(run("user", "list")).isEqualTo(1);

        assertThat(err).contains("HUB_ADMIN_TOKEN is not valid", "./hub admin login");
    }

    @Test
    void aLoginIsKeptForItsOwnerAlone() throws IOException {
        environment.remove("HUB_ADMIN_TOKEN");
        hub.valid = "fresh";
        hub.answers.put("POST /login", new Answer(200, "{\"token\":\"fresh\"}"));
        hub.answers.put("GET /users", new Answer(200, "{\"users\":[]}"));
        in = "secret\n";

        assertThat(run("login", "--password-stdin")).isZero();
        assertThat(run("user", "list")).isZero();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("admin.json"))))
                .isEqualTo("rw-------");
        assertThat(out + err).doesNotContain("secret", "fresh");
    }

    @Test
    void theFirstPasswordIsFoundAndReplacesALoginThatEnded() throws IOException {
        environment.remove("HUB_ADMIN_TOKEN");
        environment.put("HUB_HOME", directory.toString());
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/admin-password"), "first\n");
        Files.writeString(directory.resolve("admin.json"), "{\"" + hub.url() + "\":\"ended\"}");
        hub.valid = "fresh";
        hub.answers.put("POST /login", new Answer(200, "{\"token\":\"fresh\"}"));
        hub.answers.put("GET /users", new Answer(200, "{\"users\":[]}"));

        assertThat(run("user", "list")).isZero();

        assertThat(hub.asked)
                .containsExactly(
                        "GET /users", "POST /login {\"username\":\"admin\",\"password\":\"first\"}", "GET /users");
    }

    @Test
    void onboardingGivesAnotherPasswordAndKeepsTheLogin() throws IOException {
        environment.remove("HUB_ADMIN_TOKEN");
        environment.put("HUB_HOME", directory.toString());
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/admin-password"), "first\n");
        hub.answers.put("POST /login", new Answer(200, "{\"token\":\"fresh\"}"));
        hub.answers.put("PUT /users/admin", new Answer(200, "{}"));

        assertThat(run("onboard")).isZero();

        String password = out.strip();
        assertThat(password).hasSize(20);
        assertThat(hub.asked.get(1)).contains(password);
        assertThat(hub.asked.get(2))
                .isEqualTo("POST /login {\"username\":\"admin\",\"password\":\"" + password + "\"}");
        assertThat(directory.resolve("run/admin-password")).isEmptyFile();
    }

    @Test
    void aHubThatIsNotThereIsAnotherExitCode() {
        hub.close();

        assertThat(run("user", "list")).isEqualTo(3);
        assertThat(err).contains("./hub up");
    }

    @Test
    void aWrongCommandLineIsExplained() {
        assertThat(run("agent")).isEqualTo(2);
        assertThat(err).contains("reset-token");
        assertThat(run("agent", "edit", "weather")).isEqualTo(2);
        assertThat(run("user", "list", "--url", "nonsense")).isEqualTo(2);
        assertThat(run("user", "create", "a", "--password", "x", "--password-stdin"))
                .isEqualTo(2);
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        String[] all = arguments;
        if (!java.util.List.of(arguments).contains("--url")) {
            all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
            all[arguments.length] = "--url";
            all[arguments.length + 1] = hub.url();
        }
        int code = AdminCommand.commandLine(
                        new AdminCommand(new BufferedReader(new StringReader(in)), person, false, environment))
                .setOut(new PrintWriter(outText))
                .setErr(new PrintWriter(errText))
                .execute(all);
        out = outText.toString();
        err = errText.toString();
        return code;
    }
}
