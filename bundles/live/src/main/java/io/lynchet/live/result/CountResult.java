// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.json.JsonWriter;

/** The result of a count: the number of matching rows. */
public final class CountResult implements LiveResult<Long> {
    private final LiveQuery.Count query;
    private long count;
    private long told;

    public CountResult(LiveQuery.Count query) {
        this.query = query;
    }

    @Override
    public Long read(DataSnapshot snapshot, Filter filter) {
        return snapshot.count(query.entity(), filter);
    }

    @Override
    public void install(Long read) {
        count = read;
    }

    @Override
    public Effect apply(Change change, Filter filter) {
        int more = (RowConditions.matches(filter, change.after()) ? 1 : 0)
                - (RowConditions.matches(filter, change.before()) ? 1 : 0);
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
    public void tell() {
        told = count;
    }

    @Override
    public Object shown() {
        return told;
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
