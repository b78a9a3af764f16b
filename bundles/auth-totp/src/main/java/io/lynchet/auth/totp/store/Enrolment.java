// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import io.lynchet.auth.totp.secret.SecretCipher;
import java.time.Instant;

/**
 * The state of an account's authenticator app.
 *
 * @param seq the seq as of which the row has this content, for writes that require it unchanged
 * @param stored the secret as it is stored, see {@link SecretCipher}
 * @param lastStep the newest step of which a code was used, or -1
 * @param enabledAt null until a code of the app is shown
 */
public record Enrolment(String userId, long seq, String stored, long lastStep, Instant enabledAt) {
    /** Tells whether sign-ins wait for the app. */
    public boolean enabled() {
        return enabledAt != null;
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "authenticator app of " + userId + (enabled() ? ", on since " + enabledAt : ", not confirmed");
    }
}
