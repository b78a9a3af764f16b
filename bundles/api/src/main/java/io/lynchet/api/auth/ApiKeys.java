// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Keys of programs that act for an account. All methods block and fail with {@code UNAVAILABLE} while there is no data service. */
@ProviderType
public interface ApiKeys {
    /**
     * A key without its secret.
     *
     * @param prefix first characters of the key, for people to recognise it
     * @param expiresAt or null for never
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

    /** All keys of an account, newest first, also those that have expired. */
    List<ApiKey> of(String userId);

    /** Ends a key; it is refused from the return on. Whether there was such a key. */
    boolean revoke(String id);
}
