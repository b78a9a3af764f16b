// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.Moment;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.json.JsonWriter;

/** How many rows match. */
final class CountResult implements LiveResult<Long> {
    private final LiveQuery.Count query;
    private long count;

    CountResult(LiveQuery.Count query) {
        this.query = query;
    }

    @Override
    public Long read(Moment moment, Filter filter) {
        return moment.count(query.entity(), filter);
    }

    @Override
    public void install(Long read) {
        count = read;
    }

    @Override
    public Effect apply(Change change, Filter filter) {
        int more = (Rows.matches(filter, change.after()) ? 1 : 0) - (Rows.matches(filter, change.before()) ? 1 : 0);
        count += more;
        return more == 0 ? Effect.NONE : Effect.APPLIED;
    }

    @Override
    public void writeSnapshot(JsonWriter json) {
        json.name("count").value(count);
    }

    @Override
    public boolean writeDiff(JsonWriter json, Object baseline) {
        if (baseline.equals(count)) {
            return false;
        }
        writeSnapshot(json);
        return true;
    }

    @Override
    public Object shown() {
        return count;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public long ownBytes() {
        return GROUP_BYTES;
    }
}
