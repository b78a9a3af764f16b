// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to sign in. A bundle registers one as a service beside the {@link io.lynchet.api.http.Route}s that carry it out; when it comes it
 * appears in {@code GET /api/auth/providers}, when it goes it is gone from there. It proves who somebody is and then opens a session by
 * {@link Sessions#open}.
 */
@ConsumerType
public interface AuthMethod {
    /** Short, stable, lower case, such as {@code password} or {@code google}; of several with one name the newest is shown. */
    String name();

    /** What a button says, such as {@code Google}. */
    String label();

    /** {@code password}, {@code code}, {@code oauth}, or a word of its own. */
    String kind();

    /** Path at which it begins, such as {@code /api/auth/login/google}. */
    String path();
}
