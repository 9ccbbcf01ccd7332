package io.clawhub.e2e;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/** A WebSocket client that sends what no proper one would. Reads only what a test of bad input needs. */
final class RawSocket implements AutoCloseable {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int OPCODE = 0x0f;
    /** Payloads up to here have their length in the frame's second byte. */
    private static final int SHORT = 125;
    /** In the second byte: the length is in the next eight. */
    private static final int LENGTH_FOLLOWS = 127;

    private static final int MOST_HEAD_BYTES = 14;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String status;

    /** Asks for the upgrade; the answer may be a refusal, see {@link #status}. */
    RawSocket(int port, String agentId) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) Soon.DEADLINE.toMillis());
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            String key = Base64.getEncoder().encodeToString(new byte[16]);
            out.write(("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\nX-Agent-Id: " + agentId
                            + "\r\n\r\n")
                    .getBytes(UTF_8));
            status = readHead().split(" ")[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The HTTP status of the answer to the upgrade. */
    String status() {
        return status;
    }

    /** Sends these bytes as one text frame of one piece. */
    void sendText(byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(MOST_HEAD_BYTES).put((byte) (FINAL | TEXT));
        if (payload.length <= SHORT) {
            head.put((byte) (MASKED | payload.length));
        } else {
            head.put((byte) (MASKED | LENGTH_FOLLOWS)).putLong(payload.length);
        }
        // A mask of zeros leaves the payload as it is.
        head.putInt(0);
        try {
            out.write(head.array(), 0, head.position());
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the close frame, which must be what comes next. */
    int closeCode() {
        try {
            int opcode = in.readUnsignedByte() & OPCODE;
            int length = in.readUnsignedByte();
            if (opcode != CLOSE || length < Short.BYTES || length > SHORT) {
                throw new AssertionError("no close frame: opcode " + opcode + ", length " + length);
            }
            return in.readUnsignedShort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        byte[] end = "\r\n\r\n".getBytes(US_ASCII);
        while (head.size() < end.length
                || !Arrays.equals(head.toByteArray(), head.size() - end.length, head.size(), end, 0, end.length)) {
            head.write(in.readByte());
        }
        return head.toString(US_ASCII);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
