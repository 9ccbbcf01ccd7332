package io.clawhub.client.examples;

import java.time.Duration;

import io.clawhub.client.IMClient;
import io.clawhub.client.message.PendingMessage;

/** Wakes up, works off what came meanwhile, and sleeps again. Arguments: the hub's address and the workspace. */
public final class EmployeeAgent {

    private EmployeeAgent() {}

    public static void main(String... args) {
        try (IMClient client = IMClient.builder()
                .agentId("employee")
                .serverUrl(args[0])
                .workspace(args[1])
                .mode(IMClient.Mode.EMPLOYEE)
                .waitLock(Duration.ofMinutes(1)) // the former shift may still be closing
                .build()) {
            client.connect();
            for (var work = client.getPendingMessages(); !work.isEmpty(); work = client.getPendingMessages()) {
                for (PendingMessage task : work) {
                    client.sendMessage(
                            task.message().from(), "Done: " + task.message().text());
                }
                // The next call says that these are done. After a crash before it, they are handed out again.
            }
        }
    }
}
