// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A counter of attempts that limits how often one key may try an action. It is kept in memory and bounded: when there
 * are too many keys, the least recently used one is forgotten. Thread-safe; does not block.
 */
@ProviderType
public interface AttemptLimiter {
    /**
     * Counts one attempt. Fails with {@code RATE_LIMITED} and the time to wait when {@code max} attempts were counted
     * within the last {@code window}. A refused attempt does not count.
     *
     * @param action the attempted action, such as {@code password.login}; each action has its own count
     * @param key the key to limit, such as an address or an account; an IPv6 address counts by its first 64 bits
     */
    void take(String action, String key, int max, Duration window);

    /** Resets the count, after a success. */
    void forget(String action, String key);
}
