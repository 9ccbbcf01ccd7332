package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.clawhub.client.message.Message;

/**
 * Kills an agent at random points, again and again in one workspace, and checks what it had been promised. Also a program:
 * {@code KillDriver DIRECTORY KILLS [SEED]}.
 */
final class KillDriver {

    /** Rotates often, so that kills hit that too. */
    static final WorkspaceConfig.Given SETTINGS = new WorkspaceConfig.Given(
            null, null, null, new Limits(100_000, 100_000, 1000, 256 * 1024), WorkspaceConfig.Durability.GROUP, null);

    private final Path workspace;
    private final Random random;
    private final Set<String> received = new HashSet<>();
    private final Set<String> handed = new HashSet<>();
    private final Set<String> completed = new HashSet<>();
    private final Set<String> enqueued = new HashSet<>();
    private final Set<String> transmitted = new HashSet<>();
    private final Set<String> sent = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    KillDriver(Path workspace, long seed) {
        this.workspace = workspace;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        KillDriver driver = new KillDriver(Path.of(arguments[0]), seed);
        System.out.println("seed " + seed);
        List<String> problems = driver.run(Integer.parseInt(arguments[1]));
        System.out.println(driver + ", problems: " + problems);
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /** What was not as promised: nothing, one hopes. */
    List<String> run(int kills) throws IOException {
        ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
        try {
            for (int life = 1; life <= kills && problems.isEmpty(); life++) {
                try (Child child = Child.java(KillProgram.class, workspace.toString(), "" + life)) {
                    child.lines(line -> {
                        if (line.startsWith("READY")) {
                            killer.schedule(
                                    child::kill,
                                    1 + random.nextInt(random.nextBoolean() ? 250 : 1500),
                                    TimeUnit.MILLISECONDS);
                        }
                        note(line);
                    });
                }
                check();
            }
        } finally {
            killer.shutdownNow();
        }
        return problems;
    }

    private void note(String line) {
        int space = line.indexOf(' ');
        String id = line.substring(space + 1);
        switch (line.substring(0, Math.max(0, space))) {
            case "R" -> received.add(id);
            case "D" -> {
                handed.add(id);
                if (completed.contains(id)) {
                    problems.add("handed out after it was completed: " + id);
                }
            }
            case "C" -> completed.add(id);
            case "E" -> enqueued.add(id);
            case "T" -> transmitted.add(id);
            case "S" -> sent.add(id);
            case "READY" -> {}
            default -> {
                // a line cut by the kill is none
                if (line.startsWith("ERROR ")) {
                    problems.add(line);
                }
            }
        }
    }

    private void check() {
        try (WorkspaceStore store = WorkspaceStore.of(workspace, "alice", SETTINGS)) {
            store.open(Duration.ofSeconds(60));
            Set<String> waiting = new HashSet<>();
            store.peek(Integer.MAX_VALUE).forEach(p -> waiting.add(p.message().id()));
            store.dead().forEach(p -> waiting.add(p.message().id()));
            Set<String> unsent = new HashSet<>();
            store.outbox().forEach(item -> unsent.add(item.message().clientMsgId()));
            Set<String> logged = new HashSet<>();
            for (Message message : store.history("dc_kill", Integer.MAX_VALUE - 1000, null)) {
                if (!logged.add(message.clientMsgId())) {
                    problems.add("twice in the log: " + message.clientMsgId());
                }
            }
            problem(
                    "received, neither handed out nor waiting",
                    received,
                    id -> !handed.contains(id) && !waiting.contains(id));
            problem("received, not in the log", received, id -> !logged.contains("key-" + id));
            problem("completed, waiting again", completed, waiting::contains);
            problem("enqueued, gone", enqueued, id -> !transmitted.contains(id) && !unsent.contains(id));
            problem("enqueued, not in the log", enqueued, id -> !logged.contains(id));
            problem("accepted, to be sent again", sent, unsent::contains);
            problems.addAll(store.verify().problems());
        }
    }

    private void problem(String what, Set<String> ids, java.util.function.Predicate<String> wrong) {
        ids.stream().filter(wrong).limit(5).forEach(id -> problems.add(what + ": " + id));
    }

    @Override
    public String toString() {
        return received.size() + " received, " + completed.size() + " completed, " + enqueued.size() + " enqueued, "
                + sent.size() + " accepted";
    }
}
