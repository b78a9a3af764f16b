// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in an organisation. */
enum OrgRole {
    OWNER,
    ADMIN,
    MEMBER;

    /** Names on the wire, for messages. */
    static final String NAMES = "owner, admin or member";

    static Optional<OrgRole> of(String name) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(name)).findFirst();
    }

    /** The name on the wire and in rows. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody of this role may give the other one, take it away, and invite to it. */
    boolean rules(OrgRole other) {
        return this == OWNER || (this == ADMIN && other != OWNER);
    }

    /** Whether somebody of this role has a say about others at all. */
    boolean manages() {
        return this != MEMBER;
    }
}
