// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The role of a member in an organisation. */
public enum OrgRole {
    OWNER,
    ADMIN,
    MEMBER;

    /** The names on the wire, for messages. */
    public static final String NAMES = "owner, admin or member";

    public static Optional<OrgRole> of(String name) {
        return Arrays.stream(values()).filter(role -> role.wire().equals(name)).findFirst();
    }

    /** Returns the name on the wire and in rows. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether a member of this role may grant and revoke the other role, and invite to it. */
    public boolean rules(OrgRole other) {
        return this == OWNER || (this == ADMIN && other != OWNER);
    }

    /** Tells whether a member of this role manages others at all. */
    public boolean manages() {
        return this != MEMBER;
    }
}
