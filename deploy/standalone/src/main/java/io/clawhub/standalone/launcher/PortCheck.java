package io.clawhub.standalone.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

import io.clawhub.standalone.process.StartException;
import io.clawhub.standalone.services.HubPorts.Use;

/** Finds port trouble before anything is started. */
final class PortCheck {
    private PortCheck() {}

    /** @throws StartException naming each port that is taken or wanted twice, who needs it and how to change it */
    static void require(List<Use> uses, IntPredicate isFree) {
        StringBuilder trouble = new StringBuilder();
        Map<Integer, Use> seen = new HashMap<>();
        for (Use use : uses) {
            Use other = seen.put(use.port(), use);
            if (other != null) {
                trouble.append("Port %d is wanted twice, by %s and by %s. Change %s.%n"
                        .formatted(use.port(), other.owner(), use.owner(), use.variable()));
            } else if (!isFree.test(use.port())) {
                trouble.append(
                        "Port %d is in use by another program, and %s needs it. Stop that program, or choose another"
                                .formatted(use.port(), use.owner()));
                trouble.append(" port, like this: %s=%d ./hub up%n".formatted(use.variable(), use.port() + 10_000));
            }
        }
        if (!trouble.isEmpty()) {
            throw new StartException(trouble.toString().stripTrailing());
        }
    }
}
