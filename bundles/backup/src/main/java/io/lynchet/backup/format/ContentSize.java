// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.query.Filter;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;

/** The size of the content to copy, for progress reports. */
public final class ContentSize {
    private ContentSize() {}

    public static long rows(Store store) {
        long rows = 0;
        for (Entity entity : store.installed().orElse(Schema.EMPTY).entities()) {
            rows += store.latest().count(entity, Filter.Constant.TRUE);
        }
        return rows;
    }

    /** Returns the number of rows and changes. */
    public static long records(Store store) {
        StoreInfo info = store.info();
        return rows(store) + info.headSeq() - info.oldestSeq() + 1;
    }
}
