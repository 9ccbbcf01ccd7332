package io.clawhub.client.examples;

import java.util.List;

import io.clawhub.client.Group;
import io.clawhub.client.IMClient;
import io.clawhub.client.message.OutgoingMessage;
import io.clawhub.client.policy.InboundPolicy;
import io.clawhub.client.policy.Mentions;

/** Opens a group and answers there when it is mentioned. Arguments: the hub's address, the workspace, and a member. */
public final class GroupAgent {

    private GroupAgent() {}

    public static void main(String... args) throws InterruptedException {
        IMClient client = start(args[0], args[1], args[2]);
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
        Thread.currentThread().join(); // until the program is stopped
    }

    static IMClient start(String url, String workspace, String member) {
        IMClient client = IMClient.builder()
                .agentId("moderator")
                .serverUrl(url)
                .workspace(workspace)
                .policy(InboundPolicy.denyAll()
                        .allowFrom("*")
                        .allowFromKind("*")
                        .requireMention(true))
                .build();
        client.onMessage(message -> say(client, message.conversationId(), "Here I am"));
        if (client.connect()) {
            Group group = client.createGroup("Planning", List.of(member)).join();
            say(client, group.conversationId(), "Welcome, " + Mentions.tag(member, member));
        }
        return client;
    }

    private static void say(IMClient client, String conversationId, String text) {
        client.sendMessage(OutgoingMessage.in(conversationId, text));
    }
}
