package io.clawhub.client.examples;

import io.clawhub.client.IMClient;
import io.clawhub.client.message.OutgoingMessage;

/** Answers at once. Arguments: the hub's address and the workspace. */
public final class EchoAgent {

    private EchoAgent() {}

    public static void main(String... args) throws InterruptedException {
        IMClient client = start(args[0], args[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        Thread.currentThread().join(); // until the program is stopped
    }

    static IMClient start(String url, String workspace) {
        IMClient client = new IMClient(workspace, url, "echo");
        client.onMessage(message -> client.sendMessage(
                // The same key for the same message: when it comes again, it is not answered again.
                OutgoingMessage.to(message.from(), "You said: " + message.text())
                        .withReplyTo(message.id())
                        .withClientMsgId("echo-" + message.id())));
        client.onError(failure -> System.err.println(failure.getMessage()));
        client.connect();
        return client;
    }
}
