// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.principal;

import java.util.Set;

/**
 * A principal and the credential by which it was recognised.
 *
 * @param credentialId the id of the session or key, never the secret; null for the other kinds
 * @param scopes the allowed uses of the credential, {@link #READ} and {@link #WRITE}; unlimited credentials have both
 */
public record Caller(Principal principal, Kind kind, String credentialId, Set<String> scopes) {
    /** The scope of requests that change nothing. */
    public static final String READ = "read";

    /** The scope of all other requests. */
    public static final String WRITE = "write";

    public static final Caller ANONYMOUS = unlimited(Principal.ANONYMOUS, Kind.NONE, null);

    /** The kinds of credentials. */
    public enum Kind {
        NONE,
        ADMIN_TOKEN,
        SESSION,
        API_KEY,
        /** A token that a foreign issuer has signed. */
        FOREIGN_TOKEN
    }

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Returns a caller whose credential allows everything that the principal may do. */
    public static Caller unlimited(Principal principal, Kind kind, String credentialId) {
        return new Caller(principal, kind, credentialId, Set.of(READ, WRITE));
    }
}
