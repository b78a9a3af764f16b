// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.LeasedRegistry;

/**
 * The services that the route uses; each may be replaced at any time.
 *
 * @param mints under the one name {@link #MINT}; the newest of several is used
 */
record MintServices(
        LeasedRegistry<String, TokenMint> mints,
        Gate<Sessions> sessions,
        Gate<AttemptLimiter> attempts,
        Gate<Audit> audit) {
    static final String MINT = "mint";

    MintServices() {
        this(new LeasedRegistry<>(), new Gate<>("sessions"), new Gate<>("attempt limiter"), new Gate<>("audit"));
    }
}
