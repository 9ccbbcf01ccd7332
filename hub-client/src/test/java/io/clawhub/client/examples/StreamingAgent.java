package io.clawhub.client.examples;

import java.util.List;

import io.clawhub.client.IMClient;
import io.clawhub.client.message.Message;

/** Answers word by word, as a language model does, and stops when it is asked to. Arguments: the hub's address and the workspace. */
public final class StreamingAgent {

    private static final List<String> WORDS = List.of("It ", "will ", "rain ", "tomorrow.");

    private StreamingAgent() {}

    public static void main(String... args) throws InterruptedException {
        IMClient client = start(args[0], args[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        Thread.currentThread().join(); // until the program is stopped
    }

    static IMClient start(String url, String workspace) {
        IMClient client = new IMClient(workspace, url, "forecaster");
        client.onMessage(message -> answer(client, message));
        client.connect();
        return client;
    }

    private static void answer(IMClient client, Message question) {
        client.typing(question.from(), true);
        IMClient.StreamReply reply = client.streamReply(question.from());
        for (String word : WORDS) {
            if (reply.isCancelled()) {
                break;
            }
            reply.append(word);
        }
        reply.finish();
    }
}
