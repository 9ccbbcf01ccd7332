package io.clawhub.client.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.errors.Corrupt;
import io.clawhub.client.message.Message;

/**
 * A workspace on disk: {@code {workspace}/im_client/}. Any number of them in a process share one writing thread. Other programs may open
 * the same workspace one after the other; readers need not wait.
 *
 * <p>Making one touches nothing. {@link #open} takes the lock and repairs; changes before it fail with
 * {@link IllegalStateException}.
 */
public final class WorkspaceStore extends StateStore {

    private final WorkspaceFiles files;
    private final String agentId;
    private final WorkspaceConfig.Given given;
    private final Opening opening;

    private WorkspaceConfig config;
    private volatile Maintenance maintenance;

    private WorkspaceStore(WorkspaceFiles files, String agentId, WorkspaceConfig.Given given, Clock clock) {
        super(clock);
        this.files = files;
        this.agentId = agentId;
        this.given = given;
        this.opening = new Opening(files, agentId, clock);
    }

    /** The workspace of an agent, as its configuration says. */
    public static WorkspaceStore of(Path workspace, String agentId) {
        return of(workspace, agentId, WorkspaceConfig.Given.nothing());
    }

    /**
     * The workspace of an agent.
     *
     * @param workspace the directory that holds {@code im_client}
     * @param given wins over the workspace's configuration
     */
    public static WorkspaceStore of(Path workspace, String agentId, WorkspaceConfig.Given given) {
        boolean sync = given.durability() != WorkspaceConfig.Durability.OS;
        return of(workspace, agentId, given, new Disk(sync), Clock.systemUTC());
    }

    static WorkspaceStore of(Path workspace, String agentId, WorkspaceConfig.Given given, Disk disk, Clock clock) {
        return new WorkspaceStore(new WorkspaceFiles(workspace.resolve("im_client"), disk), agentId, given, clock);
    }

    /** The configuration; of a workspace that does not exist yet, the one it will have. */
    public synchronized WorkspaceConfig config() {
        if (config == null) {
            config = read(() -> WorkspaceConfig.of(WorkspaceConfig.read(files), agentId, given));
        }
        return config;
    }

    @Override
    public synchronized Recovery open(Duration wait) {
        if (opening.workspace() != null) {
            throw new IllegalStateException("the workspace is open already");
        }
        WorkspaceConfig planned = config();
        ObjectNode[] body = new ObjectNode[1];
        Recovery recovery = opening.open(wait, planned.allowNetworkFs(), () -> {
            body[0] = WorkspaceConfig.read(files);
            Document.refuseNewer(files.config().read(), files.config().file());
            WorkspaceConfig.Given fixed = new WorkspaceConfig.Given(
                    given.serverUrl(),
                    body[0].has("client_id") ? given.clientId() : planned.clientId(),
                    given.mode(),
                    given.limits(),
                    given.durability(),
                    given.allowNetworkFs());
            config = WorkspaceConfig.of(body[0], agentId, fixed);
            config.write(files, body[0], clock.instant());
            return config;
        });
        maintenance = new Maintenance(files, opening.workspace());
        return recovery;
    }

    @Override
    public String clientId() {
        return config().clientId();
    }

    @Override
    <T> CompletableFuture<T> change(Function<ClientState, T> change) {
        return opening.submit(Op.of(change));
    }

    @Override
    String agentId() {
        return config().agentId();
    }

    /** What is durable: while it is open from memory, else from the files. */
    @Override
    View view() {
        Workspace workspace = opening.workspace();
        return workspace != null ? workspace.view() : read(() -> ClosedView.read(files));
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException | UncheckedIOException e) {
            throw new Corrupt("the workspace cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public CompletableFuture<Received> receive(Message message, boolean queue) {
        return opening.submit(new Op<>(
                state -> state.receive(message, queue),
                false,
                state -> state.cursors.hold(message.conversationId(), message.seq()),
                new CompletableFuture<>()));
    }

    @Override
    public List<Message> history(String conversationId, int limit, String before) {
        List<String> aliases = view().aliases(conversationId);
        return read(() -> files.history().read(conversationId, aliases, limit, before));
    }

    @Override
    public List<String> conversations() {
        return read(() -> files.logs().conversations());
    }

    /**
     * Rewrites older segments of the logs with each message and what became of it in one line, and without damaged lines. Others
     * wait meanwhile; for quiet hours.
     *
     * @return how many bytes were saved
     */
    public CompletableFuture<Long> compact() {
        return opening.submit(Op.alone(state -> maintenance.compact()));
    }

    /**
     * Removes older segments of the logs. What is not sent yet or waits to be handled is kept.
     *
     * @param maxAge of a segment's last line, or null
     * @param maxBytes of a conversation's segments together, or 0
     * @return how many files were removed
     */
    public CompletableFuture<Integer> retain(Duration maxAge, long maxBytes) {
        Instant oldest = maxAge == null ? Instant.MIN : clock.instant().minus(maxAge);
        return opening.submit(Op.alone(state -> maintenance.retain(oldest, maxBytes)));
    }

    /** Reads every file and says what is wrong with it. Changes nothing and needs no lock. */
    public Verification verify() {
        return read(() -> Verification.of(files));
    }

    /** Writes a zip of the workspace, with whole lines and documents only. Needs no lock. */
    public void export(Path zip) {
        read(() -> {
            Export.write(files, zip);
            return null;
        });
    }

    @Override
    public synchronized void close() {
        opening.close();
    }
}
