package io.clawhub.client.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.clawhub.client.message.Message;

/** Reads messages from the logs, newest first, without a lock: on any thread, in any process. */
final class History {

    private final ConversationFiles files;

    History(ConversationFiles files) {
        this.files = files;
    }

    /**
     * The newest messages, oldest first.
     *
     * @param aliases other ids of the same conversation, each with logs of its own
     * @param before those before this message only; null: the newest
     */
    List<Message> read(String conversationId, List<String> aliases, int limit, String before) throws IOException {
        if (limit <= 0) {
            return List.of();
        }
        Fold main = new Fold(conversationId, limit, before);
        offerAll(conversationId, main);
        if (aliases.isEmpty()) {
            return main.messages();
        }
        List<Message> former = new ArrayList<>();
        for (String alias : aliases) {
            Fold fold = main.next(SeenIds.PER_CONVERSATION);
            offerAll(alias, fold);
            former.addAll(fold.messages());
        }
        return merge(conversationId, main, former, limit, before);
    }

    private List<Message> merge(String conversationId, Fold main, List<Message> former, int limit, String before)
            throws IOException {
        Message end = main.end();
        List<Message> newer = main.messages();
        if (before != null && end == null) {
            end = former.stream()
                    .filter(message -> before.equals(message.id()) || before.equals(message.clientMsgId()))
                    .findFirst()
                    .orElse(null);
            if (end == null) {
                return List.of();
            }
            Fold again = new Fold(conversationId, SeenIds.PER_CONVERSATION, null);
            offerAll(conversationId, again);
            newer = again.messages();
        }
        Map<String, Message> byId = new LinkedHashMap<>();
        former.forEach(message -> byId.put(message.id(), message));
        newer.forEach(message -> byId.put(message.id(), message));
        List<Message> all = new ArrayList<>(byId.values());
        if (end != null) {
            Message last = end;
            all.removeIf(message -> Fold.ORDER.compare(message, last) >= 0);
        }
        all.sort(Fold.ORDER);
        return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
    }

    private boolean offerAll(String id, Fold fold) throws IOException {
        List<Path> segments = files.segments(id);
        for (int i = segments.size() - 1; i >= 0; i--) {
            String kind = Json.text(LogReader.head(segments.get(i)), "type");
            try (LogReader reader = new LogReader(segments.get(i))) {
                ObjectNode line = reader.previous();
                while (line != null) {
                    if (!fold.offer(line, kind)) {
                        return false;
                    }
                    line = reader.previous();
                }
            } catch (NoSuchFileException e) {
                continue; // rotated away or removed since the files were listed
            }
        }
        return true;
    }

    /** The message with this client message id, or null. */
    Message find(String conversationId, String clientMsgId) throws IOException {
        for (Message message : read(conversationId, List.of(), SeenIds.PER_CONVERSATION, null)) {
            if (clientMsgId.equals(message.clientMsgId()) || clientMsgId.equals(message.id())) {
                return message;
            }
        }
        return null;
    }

    /** What the head of the conversation's oldest file says it is, or null. */
    String kind(String conversationId) {
        try {
            List<Path> segments = files.segments(conversationId);
            return segments.isEmpty() ? null : Json.text(LogReader.head(segments.get(0)), "type");
        } catch (IOException e) {
            return null; // only a description
        }
    }
}
