// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.deploy;

import java.time.Instant;

/**
 * A bundle from a drop-in folder.
 *
 * @param file name of the jar
 * @param symbolicName of the bundle, or null when the jar could not be read
 * @param version that runs, or that was tried; null when the jar could not be read
 * @param digest SHA-256 of the jar, hexadecimal
 * @param reason one readable sentence: why it is quarantined, or what happened last
 * @param since when it got into this state
 */
public record Deployment(
        String file, String symbolicName, String version, String digest, State state, String reason, Instant since) {
    /** Where it stands. */
    public enum State {
        /** Copied but not complete, being started and checked, stopped at the moment, or with a part that waits or failed later. */
        PENDING,
        /** All of it runs. */
        ACTIVE,
        /** It did not resolve, start or pass its checks. */
        QUARANTINED,
        /** This version failed and the one before runs on. */
        PUT_BACK
    }
}
