package io.clawhub.e2e;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import io.clawhub.standalone.HubProcesses;

/** An agent of the hub's own protocol that answers piece by piece, as it is told. */
final class StreamingAgent implements AutoCloseable {

    private final ImClient client;
    private final String id;

    private StreamingAgent(ImClient client, String id) {
        this.client = client;
        this.id = id;
    }

    /** A connected agent. */
    static StreamingAgent of(HubProcesses hub, int gateway, String id) {
        return new StreamingAgent(ImClient.caughtUp(hub, gateway, id, "agent"), id);
    }

    String id() {
        return id;
    }

    ImClient client() {
        return client;
    }

    /** The next question. What the hub says in the agent's name comes as a copy, as to any other of its clients. */
    JsonNode question() {
        JsonNode question = client.awaitMessage();
        while (question.path("dir").asText().equals("out")) {
            question = client.awaitMessage();
        }
        client.ack(question);
        return question;
    }

    /** Begins to answer a question. */
    Reply reply(JsonNode question) {
        Reply reply = new Reply(
                Names.fresh("r"),
                question.path("id").asText(),
                question.path("from").asText());
        client.say(
                "{'t':'stream_begin','run_id':'%s','cmid':'%s','to':'%s','reply_to':'%s'}",
                reply.runId, reply.runId, reply.to, reply.questionId);
        return reply;
    }

    /** Goes on with an answer that was begun over another connection. */
    Reply resume(Reply begun) {
        Reply reply = new Reply(begun.runId, begun.questionId, begun.to);
        reply.text.append(begun.text);
        reply.seq = begun.seq;
        client.say(
                "{'t':'stream_begin','run_id':'%s','cmid':'%s','to':'%s','reply_to':'%s'}",
                reply.runId, reply.runId, reply.to, reply.questionId);
        client.say("{'t':'stream_replace','run_id':'%s','seq':%d,'text':'%s'}", reply.runId, ++reply.seq, reply.text);
        return reply;
    }

    /** What history has of a conversation, oldest first; empty while it does not answer. */
    List<JsonNode> history(String conversationId) {
        List<JsonNode> messages = new ArrayList<>();
        String rid = Names.fresh("rid");
        client.ask(rid, "{'t':'history','rid':'%s','conversation_id':'%s','limit':50}", rid, conversationId)
                .path("messages")
                .forEach(messages::add);
        return messages;
    }

    @Override
    public void close() {
        client.close();
    }

    /** An answer that grows. */
    final class Reply {

        private final String runId;
        private final String questionId;
        private final String to;
        private final StringBuilder text = new StringBuilder();
        private int seq;

        private Reply(String runId, String questionId, String to) {
            this.runId = runId;
            this.questionId = questionId;
            this.to = to;
        }

        Reply delta(String piece) {
            text.append(piece);
            client.say("{'t':'stream_delta','run_id':'%s','seq':%d,'text':'%s'}", runId, ++seq, piece);
            return this;
        }

        Reply think(String piece) {
            client.say("{'t':'stream_delta','run_id':'%s','seq':%d,'kind':'think','text':'%s'}", runId, ++seq, piece);
            return this;
        }

        String text() {
            return text.toString();
        }

        /** Says the end again; whether the hub has it now. */
        boolean endsAgain() {
            endWith(text.toString());
            return client.await(frame -> frame.path("t").asText().startsWith("send_"))
                    .path("t")
                    .asText()
                    .equals("send_ok");
        }

        void end() {
            endWith(text.toString());
        }

        void endWith(String whole) {
            client.say(
                    "{'t':'stream_end','run_id':'%s','cmid':'%s','seq':%d,'text':'%s','status':'complete'}",
                    runId, runId, ++seq, whole);
        }
    }
}
