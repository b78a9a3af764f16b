// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A sign-in method. A bundle registers one as a service beside the {@link io.lynchet.api.http.Route}s that implement
 * it. While the service is present, {@code GET /api/auth/providers} lists it. The method verifies an identity and then
 * opens a session by {@link Sessions#open}.
 */
@ConsumerType
public interface AuthMethod {
    /**
     * Returns a short, stable name in lower case, such as {@code password} or {@code google}. Of several methods with
     * one name, the newest is shown.
     */
    String name();

    /** Returns the label of its button, such as {@code Google}. */
    String label();

    /** Returns {@code password}, {@code code}, {@code oauth}, or a word of its own. */
    String kind();

    /** Returns the path at which it begins, such as {@code /api/auth/login/google}. */
    String path();
}
