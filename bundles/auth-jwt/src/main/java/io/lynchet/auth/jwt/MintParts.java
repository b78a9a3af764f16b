// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.LeasedRegistry;

/**
 * What the route works with; each may be replaced at any time.
 *
 * @param mints under the one name {@link #MINT}; of several the newest is used
 */
record MintParts(
        LeasedRegistry<String, TokenMint> mints, Gate<Sessions> sessions, Gate<Attempts> attempts, Gate<Audit> audit) {
    static final String MINT = "mint";

    MintParts() {
        this(new LeasedRegistry<>(), new Gate<>("sessions"), new Gate<>("counter of attempts"), new Gate<>("audit"));
    }
}
