// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.auth.Caller;
import org.osgi.annotation.versioning.ProviderType;

/** The credentials of a request, kept to look at them again while its connection stays open. For any thread and any number of times. */
@ProviderType
public interface CallerCheck {
    /**
     * Who the credentials belong to now, with what the principal may do now. May block. Fails with {@code UNAUTHENTICATED} (or another code of
     * status 401) once they are no longer good, and with {@code UNAVAILABLE} when that can't be told right now.
     */
    Caller now();
}
