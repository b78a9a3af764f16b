// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.deploy;

import java.time.Instant;

/**
 * A bundle from a drop-in folder.
 *
 * @param file the name of the jar
 * @param symbolicName the symbolic name of the bundle, or null when the jar could not be read
 * @param version the version that runs, or that was tried; null when the jar could not be read
 * @param digest the SHA-256 of the jar, hexadecimal
 * @param reason one readable sentence: the reason of the quarantine, or the last event
 * @param since the instant at which it entered this state
 */
public record Deployment(
        String file, String symbolicName, String version, String digest, State state, String reason, Instant since) {
    /** The states of a deployment. */
    public enum State {
        /**
         * It is not completely copied, is being started and checked, is stopped at the moment, or has a part that waits
         * or failed later.
         */
        PENDING,
        /** All parts of it run. */
        ACTIVE,
        /** It did not resolve, start or pass its checks. */
        QUARANTINED,
        /** This version failed, and the previous version runs on. */
        PUT_BACK
    }
}
