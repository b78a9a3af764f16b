// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

/**
 * The rules for the content of a draft.
 *
 * @param serverOnlyFields whether the writer may name server-only fields; if not they are unknown columns
 * @param anyId whether an id may be any string of 1 to 200 characters; if not it must be 40 lower-case hexadecimal
 *     digits
 */
public record DraftRules(boolean serverOnlyFields, boolean anyId) {
    /** The rules for callers who are not admins. */
    public static final DraftRules CALLER = new DraftRules(false, false);

    public static final DraftRules ADMIN = new DraftRules(true, false);

    /** The rules for rows that keep their ids from elsewhere, and for writes of bundles. */
    public static final DraftRules IMPORT = new DraftRules(true, true);
}
