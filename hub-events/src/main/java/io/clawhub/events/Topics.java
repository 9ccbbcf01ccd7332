package io.clawhub.events;

import java.time.Duration;
import java.util.Map;

/** The topics of the hub. The only place a topic name is written. */
public enum Topics {
    /** What happened in conversations, keyed by conversation id: the source of truth for what was said. */
    CHAT_EVENTS("chat.events", 16, retention(Duration.ofDays(7))),
    /** How far clients have received and read, keyed by {@link CursorMoved#key()}. */
    CHAT_CURSORS("chat.cursors", 8, Map.of("cleanup.policy", "compact")),
    /** What matters for seconds only, keyed by {@link StreamEvent#key()}. */
    CHAT_STREAMS("chat.streams", 8, retention(Duration.ofHours(1))),
    /** What gateways must forget, keyed by {@link DirectoryChanged#key()}. */
    HUB_DIRECTORY("hub.directory", 1, Map.of("cleanup.policy", "compact")),
    /** Signs of life, keyed by participant id, at most one per participant and gateway every 10 s. */
    PRESENCE_ACTIVITY("presence.activity", 8, retention(Duration.ofDays(1))),
    /** Online and offline transitions, keyed by participant id. */
    PRESENCE_CHANGES("presence.changes", 8, Map.of("cleanup.policy", "compact"));

    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    private final String topic;
    private final int defaultPartitions;
    private final Map<String, String> config;

    Topics(String topic, int defaultPartitions, Map<String, String> config) {
        this.topic = topic;
        this.defaultPartitions = defaultPartitions;
        this.config = config;
    }

    /** The name on the broker. */
    public String topic() {
        return topic;
    }

    /** Where unreadable records of this topic go, with the reason in a header. One partition, kept 30 days. */
    public String deadLetterTopic() {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /** How many partitions the topic gets when the configuration names no other number. */
    public int defaultPartitions() {
        return defaultPartitions;
    }

    /** The topic's configuration. Times are the broker's (LogAppendTime), so they never run backwards in a partition. */
    public Map<String, String> config() {
        return config;
    }

    private static Map<String, String> retention(Duration time) {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", Long.toString(time.toMillis()),
                "message.timestamp.type", "LogAppendTime");
    }
}
