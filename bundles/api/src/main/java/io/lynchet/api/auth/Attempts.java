// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Counts attempts, so that nobody can try for ever. Kept in memory, bounded; when there are too many keys the one that was used least recently
 * is forgotten. Thread-safe, does not block.
 */
@ProviderType
public interface Attempts {
    /**
     * Takes one attempt, or refuses with {@code RATE_LIMITED} and the time to wait when {@code max} were taken within the window.
     *
     * @param action what is tried, such as {@code password.login}; each has its own count
     * @param key who tries, such as an address or an account; an IPv6 address counts by its first 64 bits
     */
    void take(String action, String key, int max, Duration window);

    /** Forgets what was counted, after a success. */
    void forget(String action, String key);
}
