// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.principal.Caller;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The credentials of a request, kept to check them again while its connection stays open. Any thread may call it, any
 * number of times.
 */
@ProviderType
public interface CredentialRecheck {
    /**
     * Returns the current caller of these credentials, with the current rights. May block. Fails with
     * {@code UNAUTHENTICATED} (or another code of status 401) once they are invalid, and with {@code UNAVAILABLE} when
     * they can't be checked right now.
     */
    Caller now();
}
