// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.util.Locale;

/** The kinds of backup tasks. */
public enum BackupKind {
    BACKUP,
    VERIFY,
    RESTORE,
    /** A move of one store into another, see {@link StoreMover}. */
    MOVE;

    /** Returns the name as used in responses. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
