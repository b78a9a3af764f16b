// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.util.Set;

/**
 * A principal, and by which credential it was recognised.
 *
 * @param credentialId id of the session or key, never the secret; null for the other kinds
 * @param scopes what the credential may be used for, {@link #READ} and {@link #WRITE}; credentials that are not limited have both
 */
public record Caller(Principal principal, Kind kind, String credentialId, Set<String> scopes) {
    /** Scope of requests that change nothing. */
    public static final String READ = "read";

    /** Scope of all other requests. */
    public static final String WRITE = "write";

    public static final Caller ANONYMOUS = unlimited(Principal.ANONYMOUS, Kind.NONE, null);

    /** Sorts of credentials. */
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

    /** Somebody whose credential is good for everything that the principal may do. */
    public static Caller unlimited(Principal principal, Kind kind, String credentialId) {
        return new Caller(principal, kind, credentialId, Set.of(READ, WRITE));
    }
}
