package io.clawhub.gateway.core.services;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.clawhub.gateway.core.HubError;
import io.clawhub.gateway.core.HubException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SearchSqlTest {

    @Test
    void textFromOutsideStandsInParametersOnly() {
        String evil = "x' OR 1=1 -- 50%_!";

        SearchSql search = SearchSql.of(query(evil, 10), "s.id");

        assertThat(search.sql()).doesNotContain("1=1");
        assertThat(search.parameters()).containsEntry("word0", "%x'%").containsEntry("word4", "%50!%!_!!%");
    }

    @ParameterizedTest
    @CsvSource({"-5,1", "0,1", "7,7", "100000,1000"})
    void theLimitIsClamped(int limit, int clamped) {
        assertThat(SearchSql.of(query(null, limit), "s.id").sql()).contains("LIMIT " + clamped + ")");
    }

    @Test
    void refusesAQueryWithoutEnd() {
        assertThatThrownBy(() -> SearchSql.of(query("a ".repeat(100), 10), "s.id"))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.error())
                        .isEqualTo(HubError.MISSING_FIELDS));
    }

    private static ServiceQuery query(String text, int limit) {
        return new ServiceQuery(text, true, null, null, null, null, null, null, null, false, limit);
    }
}
