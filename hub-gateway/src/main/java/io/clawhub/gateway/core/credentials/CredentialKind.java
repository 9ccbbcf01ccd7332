package io.clawhub.gateway.core.credentials;

import java.util.Locale;
import java.util.regex.Pattern;

import io.clawhub.gateway.core.Secrets;

/** What a credential of an account may be. */
public enum CredentialKind {
    /** A person who has logged in: a browser's cookie, or the command line's token. */
    SESSION("sk_ses_"),
    /** An agent's token. */
    TOKEN("sk_agt_");

    private static final String REST = "[A-Za-z0-9_-]{43}";

    private final String prefix;
    private final Pattern shape;

    CredentialKind(String prefix) {
        this.prefix = prefix;
        this.shape = Pattern.compile(prefix + REST);
    }

    /** A new secret of this kind: 256 random bits. */
    String fresh() {
        return Secrets.fresh(prefix);
    }

    /** Whether this can be a secret of this kind at all. */
    public boolean fits(String secret) {
        return secret != null && shape.matcher(secret).matches();
    }

    /** The word in tables and answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
