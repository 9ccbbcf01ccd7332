package io.clawhub.client.wire;

import java.net.URI;
import java.util.List;
import java.util.Map;

import io.clawhub.client.message.OutgoingMessage;

/** One protocol of the hub, for one agent. Frames are JSON texts. A method returns null where the protocol has no such frame. */
public interface Wire {

    /** The socket's address. */
    URI endpoint();

    /** Headers of the upgrade, the credential among them. */
    Map<String, String> headers();

    /** What proves the agent's identity; renewed when the hub refuses it. */
    Credential credential();

    /** The base of the HTTP twin of this protocol, for networks without sockets; null where there is none. */
    URI polling();

    /** What to write first on a new socket. */
    List<String> greeting(Resume resume);

    /**
     * Where the client stands.
     *
     * @param epoch the hub's epoch that the cursors belong to, or null
     * @param cursors conversation id to the seq that was taken
     * @param window how many unacknowledged deliveries the client takes
     */
    record Resume(String epoch, Map<String, Long> cursors, int window) {}

    /**
     * What a frame means. Frames of types this version does not know give no event.
     *
     * @throws io.clawhub.client.errors.HubRefused with code BAD_FRAME for what is not of the protocol
     */
    List<WireEvent> read(String frame);

    /** Whether the hub answers sends: without it a send counts as accepted when it was written. */
    boolean answersSends();

    /** Says something. */
    String send(OutgoingMessage message);

    /** Everything of this conversation up to the seq is stored here. */
    String ack(String conversationId, long seq);

    /** So many deliveries may be unacknowledged from now on. */
    String window(int deliveries);

    /** The agent has read up to here. */
    String read(String conversationId, long seq);

    /** The agent writes, or stopped writing. */
    String typing(String to, String conversationId, boolean on);

    /** Asks for a pong. */
    String ping(long number);

    /** A clean goodbye. */
    String bye();

    /**
     * A question that the hub answers with {@link WireEvent.Answered} or {@link WireEvent.Refused} under the same id.
     *
     * @param requestId unique on the connection
     * @param type the type as the hub's own protocol calls it, such as {@code channel_request}; other wires translate
     * @param fields its fields as the hub's own protocol calls them: JSON values
     */
    String request(String requestId, String type, Map<String, Object> fields);

    /** A frame without an answer, such as {@code stream_delta}. */
    String notice(String type, Map<String, Object> fields);
}
