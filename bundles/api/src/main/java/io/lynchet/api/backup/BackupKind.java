// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.backup;

import java.util.Locale;

/** What is done. */
public enum BackupKind {
    BACKUP,
    VERIFY,
    RESTORE,
    /** Of a store into another, see {@link StoreMover}. */
    MOVE;

    /** As it is written in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
