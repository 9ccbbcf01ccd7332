package io.clawhub.standalone.launcher;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.clawhub.client.ChatClient;
import io.clawhub.client.HistoryQuery;
import io.clawhub.client.Registered;
import io.clawhub.client.SendResult;
import io.clawhub.client.Service;
import io.clawhub.client.message.Message;
import io.clawhub.standalone.process.StartException;
import io.clawhub.standalone.services.HubPorts;

/** {@code ./hub demo}: a weather service and its consumer talk over the running hub, as in the protocol's quick start. */
@Command(
        name = "demo",
        description = "Two agents, weather-provider and weather-consumer, talk over the running hub.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String PROVIDER = "weather-provider";
    private static final String CONSUMER = "weather-consumer";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final List<String> QUESTIONS = List.of("What is the weather in Berlin?", "And in Tokyo?");

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", description = "The gateway; default ws://127.0.0.1:8080/")
    private String url;

    private PrintWriter out;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        String address = url == null
                ? "ws://127.0.0.1:"
                        + HubPorts.of(System.getenv(), 1).gateways().get(0).main() + "/"
                : url;
        try (ChatClient provider = client(address, PROVIDER);
                ChatClient consumer = client(address, CONSUMER)) {
            connect(provider, address);
            connect(consumer, address);
            converse(provider, consumer);
            return 0;
        }
    }

    private void converse(ChatClient provider, ChatClient consumer) {
        Registered service = await(
                provider.registerService(new Service("weather-svc", "Weather", "Tells the weather of any city")),
                "register its service");
        out.println(PROVIDER + " offers the service " + service.serviceId() + " (channel " + service.channelId() + ")");
        out.println();

        provider.onMessage(question -> answer(provider, question));
        String channel = null;
        for (String question : QUESTIONS) {
            channel = ask(consumer, question);
        }
        out.println();
        List<Message> history = await(consumer.history(HistoryQuery.ofChannel(channel)), "read the history");
        out.println("The hub remembers, in channel " + channel + ":");
        for (Message message : history) {
            out.printf("  %s  %s: %s%n", message.ts(), message.from(), message.text());
        }
        out.flush();
    }

    private void answer(ChatClient provider, Message question) {
        // Only of this run: what an earlier one left unread may arrive too.
        if (CONSUMER.equals(question.from())) {
            provider.sendMessage(CONSUMER, "Sunny, 21 degrees. (You asked: " + question.text() + ")");
        }
    }

    private String ask(ChatClient consumer, String question) {
        CompletableFuture<Message> answered = new CompletableFuture<>();
        // The mark tells this question's answer from one to an earlier run of the demo.
        String marked = question + " [" + UUID.randomUUID().toString().substring(0, 4) + "]";
        consumer.onMessage(message -> {
            if (message.text().contains(marked)) {
                answered.complete(message);
            }
        });
        long begin = System.nanoTime();
        out.println(CONSUMER + " > " + marked);
        SendResult sent = await(consumer.sendMessage(PROVIDER, marked), "send a message");
        out.println("  the hub: " + sent.status() + ", " + sent.messageId());
        Message answer = await(answered, "get an answer");
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        out.println(answer.from() + " > " + answer.text() + "   (after " + millis + " ms)");
        return answer.conversationId();
    }

    private static ChatClient client(String address, String agent) {
        return ChatClient.builder().url(address).agentId(agent).build();
    }

    private static void connect(ChatClient client, String address) {
        try {
            client.connect().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StartException("There is no hub at " + address + ". Start it with ./hub up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted", e);
        }
    }

    private static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StartException(
                    "The demo could not " + what + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartException(
                    "The demo could not " + what + " within " + PATIENCE.toSeconds() + " s. See ./hub status", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted", e);
        }
    }
}
