package io.clawhub.gateway.core.accounts;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.clawhub.events.DirectoryChanged;
import io.clawhub.gateway.core.Caller.Authentication;
import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.accounts.Identities.Credential;

import static io.clawhub.gateway.core.accounts.AccountsFixture.GATEWAY;
import static io.clawhub.gateway.core.accounts.AccountsFixture.await;
import static io.clawhub.gateway.core.accounts.AccountsFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

class IdentitiesTest {

    private static final Credential ADA = new Credential("ada");
    private static final Credential BOB = new Credential("bob");
    private static final Duration LONG = Duration.ofSeconds(31);

    private final AccountsFixture hub = new AccountsFixture(Map.of());
    private final Identities identities = hub.identities;

    @Test
    void anybodyMayClaimAFreeNameInOpenMode() {
        assertThat(await(identities.claim("agent", Credential.NONE))).isEqualTo(Authentication.OPEN);
        assertThat(hub.participants.owners).isEmpty();
    }

    @Test
    void aKeyIsNeededInTokenMode() {
        AccountsFixture strict = new AccountsFixture(Map.of("hub.auth.mode", "token"));

        assertThat(strict.identities.areCredentialsRequired()).isTrue();
        assertThat(refusal(() -> strict.identities.claim("agent", Credential.NONE)))
                .isEqualTo(HubError.AUTH_REQUIRED);
        assertThat(refusal(() -> strict.identities.reserve("agent", Credential.NONE, "c1")))
                .isEqualTo(HubError.AUTH_REQUIRED);
        assertThat(await(strict.identities.claim("agent", ADA))).isEqualTo(Authentication.TOKEN);
    }

    @Test
    void anIdBelongsToTheFirstUserThatUsedIt() {
        Authentication first = await(identities.claim("agent", ADA));

        assertThat(first).isEqualTo(Authentication.TOKEN);
        assertThat(hub.published).containsExactly(new DirectoryChanged(DirectoryChanged.Entity.PARTICIPANT, "agent"));
        assertThat(refusal(() -> identities.claim("agent", BOB))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(refusal(() -> identities.claim("agent", Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(await(identities.claim("agent", ADA))).isEqualTo(Authentication.TOKEN);
    }

    @Test
    void aNameThatWasClaimedOpenlyMayBecomeAUsers() {
        await(identities.claim("agent", Credential.NONE));

        assertThat(await(identities.claim("agent", ADA))).isEqualTo(Authentication.TOKEN);
        assertThat(refusal(() -> identities.claim("agent", Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);
    }

    @Test
    void asksOnceForWhatItKnows() {
        await(identities.claim("agent", Credential.NONE));
        await(identities.claim("agent", Credential.NONE));

        assertThat(hub.participants.asked).isEqualTo(1);

        hub.pass(LONG);
        await(identities.claim("agent", Credential.NONE));
        assertThat(hub.participants.asked).isEqualTo(2);
    }

    @Test
    void forgetsWhatAnotherGatewayChanged() {
        await(identities.claim("agent", Credential.NONE));
        hub.participants.owners.put("agent", "ada");

        hub.accounts.forget("agent");

        assertThat(refusal(() -> identities.claim("agent", Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);
    }

    @Test
    void memoryCountsWhileTheDirectoryIsAway() {
        await(identities.claim("open", Credential.NONE));
        await(identities.claim("agent", ADA));
        hub.pass(LONG);
        hub.participants.away = true;

        assertThat(await(identities.claim("open", Credential.NONE))).isEqualTo(Authentication.OPEN);
        assertThat(await(identities.claim("agent", ADA))).isEqualTo(Authentication.TOKEN);
        assertThat(refusal(() -> identities.claim("agent", BOB))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(refusal(() -> identities.claim("stranger", Credential.NONE)))
                .isEqualTo(HubError.DIRECTORY_UNAVAILABLE);
        // Whose it becomes could not be kept.
        assertThat(refusal(() -> identities.claim("open", ADA))).isEqualTo(HubError.DIRECTORY_UNAVAILABLE);
    }

    @Test
    void oneConnectionHoldsAReservedId() {
        assertThat(await(identities.reserve("1a2b3c4d", Credential.NONE, "c1"))).isEqualTo(Authentication.NONE);

        assertThat(refusal(() -> identities.reserve("1a2b3c4d", Credential.NONE, "c2")))
                .isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(refusal(() -> identities.claim("1a2b3c4d", Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(refusal(() -> identities.claim("1a2b3c4d", ADA))).isEqualTo(HubError.AUTH_FAILED);

        identities.release("1a2b3c4d", "c2");
        assertThat(hub.participants.holders).containsKey("1a2b3c4d");
        identities.release("1a2b3c4d", "c1");
        assertThat(hub.participants.holders).isEmpty();
        assertThat(await(identities.reserve("1a2b3c4d", Credential.NONE, "c2"))).isEqualTo(Authentication.NONE);
    }

    @Test
    void theHolderMayAuthenticateLater() {
        await(identities.reserve("1a2b3c4d", Credential.NONE, "c1"));

        assertThat(await(identities.claim("1a2b3c4d", ADA, "c1"))).isEqualTo(Authentication.TOKEN);
    }

    /** Its client comes back under it: nobody else may take it meanwhile. */
    @Test
    void whatAUsersClientMadeUpIsTheUsers() {
        assertThat(await(identities.reserve("1a2b3c4d", ADA, "c1"))).isEqualTo(Authentication.TOKEN);
        identities.release("1a2b3c4d", "c1");

        assertThat(refusal(() -> identities.claim("1a2b3c4d", BOB))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(refusal(() -> identities.claim("1a2b3c4d", Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);
        assertThat(await(identities.reserve("1a2b3c4d", ADA, "c2"))).isEqualTo(Authentication.TOKEN);
    }

    @Test
    void reservesNoNameThatIsInUse() {
        hub.connectedByName.add("weather");
        hub.participants.owners.put("agent", "ada");

        assertThat(refusal(() -> identities.reserve("weather", Credential.NONE, "c1")))
                .isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(refusal(() -> identities.reserve("agent", BOB, "c1"))).isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(await(identities.reserve("agent", ADA, "c1"))).isEqualTo(Authentication.TOKEN);
        hub.connectedByName.clear();
        assertThat(await(identities.reserve("weather", Credential.NONE, "c1"))).isEqualTo(Authentication.NONE);
    }

    @Test
    void respectsOtherGatewaysWhileTheyLive() {
        await(hub.participants.reserve("1a2b3c4d", null, "elsewhere", "c9"));

        assertThat(refusal(() -> identities.reserve("1a2b3c4d", Credential.NONE, "c1")))
                .isEqualTo(HubError.IDENTITY_MISMATCH);
        assertThat(refusal(() -> identities.claim("1a2b3c4d", Credential.NONE))).isEqualTo(HubError.AUTH_FAILED);

        hub.participants.gone.add("elsewhere");
        assertThat(await(identities.reserve("1a2b3c4d", Credential.NONE, "c1"))).isEqualTo(Authentication.NONE);
    }

    @Test
    void releasesOnceTheDirectoryIsBack() {
        await(identities.reserve("1a2b3c4d", Credential.NONE, "c1"));
        hub.participants.away = true;
        identities.release("1a2b3c4d", "c1");
        await(hub.reservations.retryReleases());
        hub.participants.away = false;
        assertThat(hub.participants.holders).isNotEmpty();

        await(hub.reservations.retryReleases());

        assertThat(hub.participants.holders).isEmpty();
    }

    @Test
    void aReservationThatFailedHoldsNothing() {
        hub.participants.away = true;
        assertThat(refusal(() -> identities.reserve("1a2b3c4d", Credential.NONE, "c1")))
                .isEqualTo(HubError.DIRECTORY_UNAVAILABLE);
        hub.participants.away = false;

        assertThat(await(identities.reserve("1a2b3c4d", Credential.NONE, "c2"))).isEqualTo(Authentication.NONE);
        await(hub.reservations.retryReleases());
        assertThat(hub.participants.holders)
                .containsEntry("1a2b3c4d", new InMemoryParticipantStore.Holder(GATEWAY, "c2"));
    }
}
