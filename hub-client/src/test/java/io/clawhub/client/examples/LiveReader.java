package io.clawhub.client.examples;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

import io.clawhub.client.IMClient;
import io.clawhub.client.RunUpdate;

/** Shows others' replies while they grow, and what they are in the end. Arguments: the hub's address and the workspace. */
public final class LiveReader {

    private LiveReader() {}

    public static void main(String... args) throws InterruptedException {
        IMClient client = start(args[0], args[1], line -> System.out.print("\r" + line));
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        Thread.currentThread().join(); // until the program is stopped
    }

    static IMClient start(String url, String workspace, Consumer<String> screen) {
        IMClient client = new IMClient(workspace, url, "me");
        client.runs().subscribe(new Screen(screen));
        // What counts is the message; a reply that is shown may have lost pieces.
        client.onMessage(message -> screen.accept(message.from() + ": " + message.text()));
        client.connect();
        return client;
    }

    /** Asks for the next step when it has shown one: what comes meanwhile is merged. */
    private static final class Screen implements Flow.Subscriber<RunUpdate> {

        private final Consumer<String> screen;
        private Flow.Subscription replies;

        Screen(Consumer<String> screen) {
            this.screen = screen;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            replies = subscription;
            replies.request(1);
        }

        @Override
        public void onNext(RunUpdate reply) {
            screen.accept(reply.from() + ": " + reply.text());
            replies.request(1);
        }

        @Override
        public void onError(Throwable failure) {
            failure.printStackTrace();
        }

        @Override
        public void onComplete() {}
    }
}
