// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;

/**
 * A session that was just opened or renewed. Only at this moment is its token known.
 *
 * @param token secret; {@code pylon_} and 64 hexadecimal digits
 * @param secondFactor the second factor that must be shown before the session is usable, or null
 */
public record SignedIn(String token, String userId, String sessionId, Instant expiresAt, String secondFactor) {
    /** Never contains the token. */
    @Override
    public String toString() {
        return "session " + sessionId + " of " + userId;
    }
}
