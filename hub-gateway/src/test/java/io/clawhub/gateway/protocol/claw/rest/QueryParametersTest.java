package io.clawhub.gateway.protocol.claw.rest;

import java.math.BigDecimal;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;
import io.clawhub.gateway.core.services.ServiceQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueryParametersTest {

    private final QueryParameters parameters = new QueryParameters();

    @Test
    void asksForWhatIsOnlineByName() {
        assertThat(parameters.query())
                .isEqualTo(new ServiceQuery(
                        null,
                        true,
                        List.of(),
                        true,
                        null,
                        null,
                        null,
                        null,
                        ServiceQuery.Sort.NAME,
                        false,
                        ServiceQuery.MAX_LIMIT));
    }

    @Test
    void takesEveryFilter() {
        parameters.text = "rain";
        parameters.fuzzy = "false";
        parameters.tags = "a, b,,";
        parameters.status = "all";
        parameters.executionMode = "remote";
        parameters.owner = "me";
        parameters.minPrice = "0.5";
        parameters.maxPrice = "1e3";
        parameters.sortBy = "Price";
        parameters.sortOrder = "desc";
        parameters.limit = "5";

        assertThat(parameters.query())
                .isEqualTo(new ServiceQuery(
                        "rain",
                        false,
                        List.of("a", "b"),
                        null,
                        "remote",
                        "me",
                        new BigDecimal("0.5"),
                        new BigDecimal("1e3"),
                        ServiceQuery.Sort.PRICE,
                        true,
                        5));
    }

    @Test
    void clampsTheLimit() {
        for (String odd : List.of("0", "-1", "x", "", "99999999999")) {
            parameters.limit = odd;
            assertThat(parameters.query().limit()).isEqualTo(ServiceQuery.MAX_LIMIT);
        }
        parameters.limit = "1001";
        assertThat(parameters.query().limit()).isEqualTo(ServiceQuery.MAX_LIMIT);
    }

    @Test
    void refusesWhatCannotBeSearchedFor() {
        parameters.text = "a\0b";
        assertRefused(HubError.INVALID_TEXT);
        parameters.text = "x".repeat(257);
        assertRefused(HubError.INVALID_TEXT);
        parameters.text = null;
        parameters.maxPrice = "cheap";
        assertRefused(HubError.INVALID_PRICE);
    }

    private void assertRefused(HubError error) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(parameters::query)
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }
}
