// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;

/**
 * A session that was just opened or renewed: the only moment at which its token is known.
 *
 * @param token secret; {@code pylon_} and 64 hexadecimal digits
 * @param secondFactor what has to be shown before the session is good for anything, or null
 */
public record SignedIn(String token, String userId, String sessionId, Instant expiresAt, String secondFactor) {
    /** Never has the token in it. */
    @Override
    public String toString() {
        return "session " + sessionId + " of " + userId;
    }
}
