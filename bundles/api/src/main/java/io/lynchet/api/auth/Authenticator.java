// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns credentials into a caller. Called once a request, on the request's thread; answers from memory where it can, and reads the store
 * where it must. A session that was revoked, a role that was changed or a membership that was removed counts from the next call on.
 */
@ProviderType
public interface Authenticator {
    /**
     * {@link Caller#ANONYMOUS} when there are no credentials; {@code UNAUTHENTICATED} when there are some but they are not valid, expired or
     * revoked, and {@code UNAVAILABLE} when that can't be told right now. Credentials are never taken for no credentials.
     */
    Caller authenticate(Credentials credentials);
}
