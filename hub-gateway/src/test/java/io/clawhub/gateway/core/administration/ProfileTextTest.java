package io.clawhub.gateway.core.administration;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProfileTextTest {

    @Test
    void namesAreStripped() {
        assertThat(ProfileText.username("  Ada ", 2)).isEqualTo("Ada");
        assertThat(ProfileText.displayName("   ", "before")).isEqualTo("before");
        assertThat(ProfileText.displayName(null, "before")).isEqualTo("before");
    }

    @Test
    void aNameIsNeitherTooShortNorTooLong() {
        assertThat(refusal(() -> ProfileText.username(" a ", 2))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(refusal(() -> ProfileText.username("a".repeat(33), 2))).isEqualTo(HubError.MISSING_FIELDS);
        assertThat(ProfileText.username("a".repeat(32), 2)).hasSize(32);
    }

    @Test
    void whatCannotBeStoredOrShownIsRefused() {
        assertThat(refusal(() -> ProfileText.username("ada\u0000x", 2))).isEqualTo(HubError.INVALID_TEXT);
        assertThat(refusal(() -> ProfileText.displayName("ada\nx", ""))).isEqualTo(HubError.INVALID_TEXT);
        assertThat(refusal(() -> ProfileText.description("half \ud83d", ""))).isEqualTo(HubError.INVALID_TEXT);
        assertThat(ProfileText.description("two\nlines \ud83d\ude00", "")).isEqualTo("two\nlines \ud83d\ude00");
    }

    @Test
    void aDescriptionCanBeCleared() {
        assertThat(ProfileText.description("", "before")).isEmpty();
        assertThat(ProfileText.description(null, "before")).isEqualTo("before");
    }

    @Test
    void anAvatarIsNoScript() {
        assertThat(ProfileText.avatar("/media/uploads/a.png", "")).isEqualTo("/media/uploads/a.png");
        assertThat(refusal(() -> ProfileText.avatar("javascript:alert(1)", ""))).isEqualTo(HubError.MISSING_FIELDS);
    }

    private static HubError refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(HubException.class, call).error();
    }
}
