package io.clawhub.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import io.clawhub.client.IMClient;
import io.clawhub.client.IMClient.AckMode;
import io.clawhub.client.IMClient.Wait;
import io.clawhub.client.message.Message;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.message.PendingMessage;

/**
 * A digital employee in a process of its own, made to be killed: answers each message under a key that follows from the
 * message, so that an answer given again is the same answer.
 */
final class KilledEmployee {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private KilledEmployee() {}

    /** Arguments: the hub's URL, the workspace, the agent id. Runs until it is killed. */
    public static void main(String[] arguments) throws IOException {
        try (IMClient client = new IMClient(arguments[1], arguments[0], arguments[2])) {
            client.connect();
            System.out.println("started");
            System.out.flush();
            while (true) {
                for (PendingMessage pending : client.getPendingMessages(7, AckMode.NEXT_POLL, Duration.ofMinutes(5))) {
                    answer(client, pending.message());
                }
                client.waitPending(WAIT);
            }
        }
    }

    private static void answer(IMClient client, Message message) {
        String key = UUID.nameUUIDFromBytes((message.id() + "/answer").getBytes(StandardCharsets.UTF_8))
                .toString();
        client.sendMessage(
                OutgoingMessage.to(message.from(), "re: " + message.text())
                        .withClientMsgId(key)
                        .withReplyTo(message.id()),
                Wait.QUEUED,
                WAIT);
    }
}
