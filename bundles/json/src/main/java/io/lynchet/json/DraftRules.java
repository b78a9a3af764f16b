// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

/**
 * What a draft may hold.
 *
 * @param serverOnlyFields whether server-only fields exist for the writer; if not they are unknown columns
 * @param anyId whether an id may be any string of 1 to 200 characters; if not it must be 40 lower-case hexadecimal digits
 */
public record DraftRules(boolean serverOnlyFields, boolean anyId) {
    /** Callers who are not admins. */
    public static final DraftRules CALLER = new DraftRules(false, false);

    public static final DraftRules ADMIN = new DraftRules(true, false);

    /** Rows that keep the ids they had elsewhere, and writes of bundles. */
    public static final DraftRules IMPORT = new DraftRules(true, true);
}
