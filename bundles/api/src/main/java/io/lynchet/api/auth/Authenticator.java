// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Credentials;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that turns credentials into a caller. It is called once for each request, on the request's thread. It
 * uses memory where it can, and reads the store where it must. A revoked session, a changed role or a removed
 * membership counts from the next call on.
 */
@ProviderType
public interface Authenticator {
    /**
     * Returns the caller, or {@link Caller#ANONYMOUS} when there are no credentials. Fails with {@code UNAUTHENTICATED}
     * when the credentials are invalid, expired or revoked, and with {@code UNAVAILABLE} when it can't check them right
     * now. Bad credentials never count as no credentials.
     */
    Caller authenticate(Credentials credentials);
}
