// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The API keys with which programs act for an account. All methods block and fail with {@code UNAVAILABLE} while there
 * is no data service.
 */
@ProviderType
public interface ApiKeys {
    /**
     * An API key without its secret.
     *
     * @param prefix the first characters of the key, by which people recognise it
     * @param expiresAt null for never
     */
    record ApiKey(
            String id,
            String userId,
            String name,
            String prefix,
            Set<String> scopes,
            Instant createdAt,
            Instant expiresAt) {
        public ApiKey {
            scopes = Set.copyOf(scopes);
        }
    }

    /** Returns all keys of an account, newest first, including expired ones. */
    List<ApiKey> of(String userId);

    /** Revokes a key, which is refused as soon as this method returns. Returns whether there was such a key. */
    boolean revoke(String id);
}
