package io.clawhub.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing. An existing topic is left as it is, whatever its partition count. */
public final class TopicProvisioner {

    private TopicProvisioner() {}

    /**
     * Makes sure that the topics and their dead-letter topics exist. Blocks up to the time-out: call it from a worker
     * thread.
     *
     * @param chatEventPartitions partitions of {@code chat.events} when this call creates it
     * @throws ExecutionException when the broker refused or did not answer in time
     */
    public static void ensure(String bootstrapServers, int chatEventPartitions, Duration timeout, List<Topics> topics)
            throws ExecutionException, InterruptedException {
        int timeoutMillis = Math.toIntExact(timeout.toMillis());
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMillis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        List<NewTopic> wanted = topics.stream()
                .flatMap(topic -> Stream.of(main(topic, chatEventPartitions), deadLetters(topic)))
                .toList();
        try (Admin admin = Admin.create(config)) {
            var results = admin.createTopics(wanted, new CreateTopicsOptions().timeoutMs(timeoutMillis))
                    .values();
            for (var result : results.values()) {
                try {
                    result.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    private static NewTopic main(Topics topic, int chatEventPartitions) {
        int partitions = topic == Topics.CHAT_EVENTS ? chatEventPartitions : topic.defaultPartitions();
        return new NewTopic(topic.topic(), Optional.of(partitions), Optional.empty()).configs(topic.config());
    }

    private static NewTopic deadLetters(Topics topic) {
        Map<String, String> config = new HashMap<>();
        config.put("retention.ms", Long.toString(Duration.ofDays(30).toMillis()));
        return new NewTopic(topic.deadLetterTopic(), Optional.of(1), Optional.empty()).configs(config);
    }
}
