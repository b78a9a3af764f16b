// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.data.Moment;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.util.Map;

/**
 * What a query shows, kept up to date by changes. Confined to the engine's thread, except for {@link #read}.
 *
 * @param <R> what is read from the store
 */
interface LiveResult<R> {
    /** What a group and its place in the index take, whatever it shows. */
    long GROUP_BYTES = 2_048;

    /** A baseline that is unlike every figure. */
    Object SOMETHING_ELSE = new Object();

    /** What a change means. */
    enum Effect {
        NONE,
        /** Something may have changed; {@link #writeDiff} tells. */
        APPLIED,
        /** It can't be told from the change alone: read again. */
        UNKNOWN
    }

    /** Reads the result anew. On any thread; touches nothing. */
    R read(Moment moment, Filter filter);

    /** Takes over what was read. */
    void install(R read);

    /** Takes over a change of a row of the entity after what was read. */
    Effect apply(Change change, Filter filter);

    /** Writes the members that tell the whole result, as it is now. */
    void writeSnapshot(JsonWriter json);

    /**
     * Writes the members that lead from a baseline to now, and tells whether there are any.
     *
     * @param baseline from {@link #shown} of a result of the same kind of query, also of an earlier generation
     */
    boolean writeDiff(JsonWriter json, Object baseline);

    /** What clients that were told everything have now; never changes afterwards. */
    Object shown();

    /**
     * What clients had before some changes, as a baseline.
     *
     * @param earlier the rows of the entity that were changed since, as they were; null for those that were not there
     * @return null when that can't be told
     */
    default Object shownWith(Map<String, Row> earlier, Filter filter) {
        return SOMETHING_ELSE;
    }

    /** How many rows are shown. */
    int size();

    /** What it takes in memory without the rows that it may share with other results. */
    long ownBytes();

    /** What the rows take that it may share with other results. */
    default long rowBytes() {
        return 0;
    }

    /** Lets go of what it shares; it is not used again. */
    default void release() {}
}
