// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.row.Change;
import java.util.List;

/** Hears of changes in order of seq, each once, and of commits whole. */
@FunctionalInterface
public interface ChangeListener {
    /** Must not block or throw: it runs on the store's writer thread, and all writers wait for it. */
    void changed(List<Change> changes);
}
