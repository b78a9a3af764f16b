// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;

/** How much there is to copy, for people who wait. */
final class ContentSize {
    private ContentSize() {}

    static long rows(Store store) {
        long rows = 0;
        for (Entity entity : store.installed().orElse(Schema.EMPTY).entities()) {
            rows += store.latest().count(entity, Filter.Constant.TRUE);
        }
        return rows;
    }

    /** Rows and changes. */
    static long records(Store store) {
        StoreInfo info = store.info();
        return rows(store) + info.headSeq() - info.oldestSeq() + 1;
    }
}
