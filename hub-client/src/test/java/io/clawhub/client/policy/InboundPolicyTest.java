package io.clawhub.client.policy;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.client.doubles.Messages;
import io.clawhub.client.message.Message;
import io.clawhub.client.policy.InboundPolicy.Verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InboundPolicyTest {

    private final Message direct = Messages.in("dc_1", 1, "bob", "hello");

    @Test
    void withoutAPolicyEverybodyIsAllowed() {
        assertThat(judge(InboundPolicy.allowAll(), direct, null)).isEqualTo(Verdict.HAND_ON);
        assertThat(judge(InboundPolicy.allowAll(), group(List.of()), "agent")).isEqualTo(Verdict.HAND_ON);
    }

    @Test
    void aConfiguredPolicyDeniesWhatItDoesNotName() {
        assertThat(judge(InboundPolicy.denyAll(), direct, "agent")).isEqualTo(Verdict.SENDER_NOT_ALLOWED);
        assertThat(judge(InboundPolicy.denyAll().allowFrom("*"), direct, "agent"))
                .isEqualTo(Verdict.KIND_NOT_ALLOWED);
        assertThat(judge(InboundPolicy.denyAll().allowFromKind("*"), direct, "agent"))
                .isEqualTo(Verdict.SENDER_NOT_ALLOWED);
    }

    @Test
    void bothTheSenderAndItsKindMustBeAllowed() {
        InboundPolicy policy = InboundPolicy.denyAll().allowFrom("bob", "carol").allowFromKind("human");

        assertThat(judge(policy, direct, "human")).isEqualTo(Verdict.HAND_ON);
        assertThat(judge(policy, direct, "agent")).isEqualTo(Verdict.KIND_NOT_ALLOWED);
        assertThat(judge(policy, direct, "unknown")).isEqualTo(Verdict.KIND_NOT_ALLOWED);
        assertThat(judge(policy, direct, null)).isEqualTo(Verdict.KIND_NOT_ALLOWED);
        assertThat(judge(policy, Messages.in("dc_2", 1, "mallory", "x"), "human"))
                .isEqualTo(Verdict.SENDER_NOT_ALLOWED);
    }

    @Test
    void anUnknownKindIsAnErrorOfTheConfiguration() {
        assertThatThrownBy(() -> InboundPolicy.denyAll().allowFromKind("robot"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("robot");
    }

    @Test
    void aGroupMustMentionTheAgentOrAll() {
        InboundPolicy policy = InboundPolicy.denyAll().allowFrom("*").allowFromKind("*");

        assertThat(judge(policy, group(List.of()), "agent")).isEqualTo(Verdict.NOT_MENTIONED);
        assertThat(judge(policy, group(List.of("carol")), "agent")).isEqualTo(Verdict.NOT_MENTIONED);
        assertThat(judge(policy, group(List.of("carol", "me")), "agent")).isEqualTo(Verdict.HAND_ON);
        assertThat(judge(policy, group(List.of("all")), "agent")).isEqualTo(Verdict.HAND_ON);
        assertThat(judge(policy.requireMention(false), group(List.of()), "agent"))
                .isEqualTo(Verdict.HAND_ON);
        assertThat(judge(policy, direct, "agent"))
                .as("direct messages are addressed to the agent")
                .isEqualTo(Verdict.HAND_ON);
    }

    @Test
    void ownBlockedAndEmptyMessagesGoNoFurther() {
        InboundPolicy policy = InboundPolicy.allowAll();

        assertThat(judge(policy, Messages.in("dc_1", 1, "me", "mine"), null)).isEqualTo(Verdict.OWN);
        assertThat(policy.judge(direct, "me", "agent", true)).isEqualTo(Verdict.BLOCKED);
        assertThat(judge(policy, Messages.in("dc_1", 1, "bob", "  \n"), null)).isEqualTo(Verdict.NOTHING_SAID);
    }

    private static Verdict judge(InboundPolicy policy, Message message, String kind) {
        return policy.judge(message, "me", kind, false);
    }

    private static Message group(List<String> mentions) {
        return Messages.in("gc_1", "group", 1, "bob", "hello", mentions);
    }
}
