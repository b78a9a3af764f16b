// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import org.osgi.annotation.versioning.ProviderType;

/** Turns credentials into a principal. Called once a request, on the request's thread; must be fast. */
@ProviderType
public interface Authenticator {
    /** {@link Principal#ANONYMOUS} when there are no credentials; {@code UNAUTHENTICATED} when there are some but they are not valid. */
    Principal authenticate(Credentials credentials);
}
