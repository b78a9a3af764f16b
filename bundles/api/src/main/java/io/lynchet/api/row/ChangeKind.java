// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

/** The kinds of changes to a row. The wire names are lower case. */
public enum ChangeKind {
    INSERT,
    UPDATE,
    DELETE;

    private final String wireName = name().toLowerCase(java.util.Locale.ROOT);

    public String wireName() {
        return wireName;
    }
}
