package io.clawhub.gateway.core.credentials;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PasswordHashTest {

    private static final int ROUNDS = 1_000;

    @Test
    void matchesItsPasswordOnly() {
        String hash = PasswordHash.of("correct horse", ROUNDS);

        assertThat(PasswordHash.matches("correct horse", hash)).isTrue();
        assertThat(PasswordHash.matches("correct hors", hash)).isFalse();
        assertThat(PasswordHash.matches("", hash)).isFalse();
    }

    @Test
    void isSaltedAndSaysHowItWasMade() {
        String hash = PasswordHash.of("correct horse", ROUNDS);

        assertThat(hash).startsWith("pbkdf2-sha256$1000$").doesNotContain("horse");
        assertThat(PasswordHash.of("correct horse", ROUNDS)).isNotEqualTo(hash);
        assertThat(PasswordHash.rounds(hash)).isEqualTo(ROUNDS);
    }

    /** Anybody's implementation gives this: PBKDF2-HMAC-SHA256 of "password", salt "saltsaltsaltsalt", 1000 rounds, by Python's hashlib. */
    @Test
    void isTheAlgorithmItSays() {
        String hash = "pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2FsdA$8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA";

        assertThat(PasswordHash.matches("password", hash)).isTrue();
    }

    @Test
    void nobodysHasNoPassword() {
        String nobodys = PasswordHash.ofNobody(ROUNDS);

        assertThat(PasswordHash.matches("", nobodys)).isFalse();
        assertThat(PasswordHash.rounds(nobodys)).isEqualTo(ROUNDS);
    }

    @Test
    void whatIsNoHashIsNotTakenForOne() {
        assertThatThrownBy(() -> PasswordHash.matches("password", "password"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
