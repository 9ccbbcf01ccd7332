package io.clawhub.gateway.http;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionCookiesTest {

    @Test
    void findsTheSessionAmongOtherCookies() {
        assertThat(SessionCookies.secret("a=b; session=sk_ses_x; c=d")).isEqualTo("sk_ses_x");
        assertThat(SessionCookies.secret("session=one;session=two")).isEqualTo("one");
    }

    @Test
    void whatIsNoneIsNone() {
        assertThat(SessionCookies.secret(null)).isNull();
        assertThat(SessionCookies.secret("")).isNull();
        assertThat(SessionCookies.secret("session=")).isNull();
        assertThat(SessionCookies.secret("mysession=x; sessions=y")).isNull();
    }
}
