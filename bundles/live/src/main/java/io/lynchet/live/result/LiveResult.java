// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.json.JsonWriter;
import java.util.Map;

/**
 * The result of a live query, kept up to date by changes. Confined to the engine's thread, except {@link #read}.
 *
 * @param <R> the result of a read from the store
 */
public interface LiveResult<R> {
    /** The bytes that a group and its index entries take, whatever the result. */
    long GROUP_BYTES = 2_048;

    /** A baseline that differs from every value. */
    Object SOMETHING_ELSE = new Object();

    /** The effect of a change on a result. */
    enum Effect {
        NONE,
        /** The result may have changed; {@link #writeDiff} tells. */
        APPLIED,
        /** The change alone does not tell: the result has to be read again. */
        UNKNOWN
    }

    /** Reads the result from the store. Any thread may call this; it changes nothing. */
    R read(DataSnapshot snapshot, Filter filter);

    /** Takes over the result of a read. */
    void install(R read);

    /** Applies a change of a row of the entity that is newer than the read. */
    Effect apply(Change change, Filter filter);

    /** Writes the members that describe the whole result. */
    void writeSnapshot(JsonWriter json);

    /**
     * Writes the members that lead from a baseline to now. Returns false when nothing differs.
     *
     * @param baseline from {@link #shown} of a result of the same kind of query, also of an earlier generation
     */
    boolean writeDiff(JsonWriter json, Object baseline);

    /**
     * Writes the members that lead from the last {@link #tell} to now. Returns false when nothing differs. Default:
     * compares with {@link #shown}.
     */
    default boolean writeNews(JsonWriter json) {
        return writeDiff(json, shown());
    }

    /** Notes that up-to-date clients have the result as it is now. */
    void tell();

    /** Returns the state that up-to-date clients have, as of the last {@link #tell}; it never changes afterwards. */
    Object shown();

    /**
     * Returns the state that clients had before some changes, as a baseline.
     *
     * @param earlier the rows of the entity that have changed since, as they were; null for those that did not exist
     * @return null when that can't be determined
     */
    default Object shownWith(Map<String, Row> earlier, Filter filter) {
        return SOMETHING_ELSE;
    }

    /** Returns the number of rows that are shown. */
    int size();

    /** Returns the bytes that the result takes, without the rows that it may share with other results. */
    long ownBytes();

    /** Returns the bytes of the rows that the result may share with other results. */
    default long rowBytes() {
        return 0;
    }

    /** Releases the shared rows. Only {@link #shown} may be called afterwards. Default: does nothing. */
    default void release() {}
}
