// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import java.time.Instant;

/**
 * What is known about an account's authenticator app.
 *
 * @param seq at which the row was like this: it has not changed since if the store says so
 * @param stored the secret as it is stored, see {@link SecretSeal}
 * @param lastStep the newest step of which a code was taken, or -1
 * @param enabledAt null as long as no code of the app was shown
 */
record Enrolment(String userId, long seq, String stored, long lastStep, Instant enabledAt) {
    /** Whether sign-ins have to wait for it. */
    boolean enabled() {
        return enabledAt != null;
    }

    /** Never has the secret in it. */
    @Override
    public String toString() {
        return "authenticator app of " + userId + (enabled() ? ", on since " + enabledAt : ", not confirmed");
    }
}
