// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.check.ChangeCount;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest changes of the log, in memory, as listeners were told them. Readers who are nearly up to date get them
 * without a read of the store. Thread-safe; one thread adds.
 */
final class ChangeTail {
    static final int CHANGES_MAX = 10_000;

    private final long bytesMax;

    /** A ring by seq. The seqs from {@link #first} to {@link #last} are present. */
    private final Change[] changes = new Change[CHANGES_MAX];

    private long first = 1;
    private long last;
    private long bytes;

    /** Whether the change before {@link #first} ends a commit. */
    private boolean beginsCommit = true;

    /** @param bytesMax the most memory of the changes; a longer tail loses its oldest changes */
    ChangeTail(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    private static int place(long seq) {
        return (int) (seq % CHANGES_MAX);
    }

    /** Adds commits that follow the newest one. After a gap, the tail begins anew. */
    synchronized void add(List<Change> whole) {
        if (whole.get(0).seq() != last + 1) {
            clear();
            first = whole.get(0).seq();
            last = first - 1;
        }
        for (Change change : whole) {
            if (last - first + 1 == CHANGES_MAX) {
                dropOldest();
            }
            last = change.seq();
            changes[place(last)] = change;
            bytes += change.bytes();
            while (bytes > bytesMax) {
                dropOldest();
            }
        }
    }

    private boolean isEmpty() {
        return last < first;
    }

    private void dropOldest() {
        Change oldest = changes[place(first)];
        changes[place(first)] = null;
        bytes -= oldest.bytes();
        beginsCommit = oldest.endsCommit();
        first++;
    }

    /** Forgets all changes. */
    synchronized void clear() {
        while (!isEmpty()) {
            dropOldest();
        }
        first = last + 1;
        beginsCommit = true;
    }

    /**
     * Returns the commits after a seq as {@link io.lynchet.api.store.Snapshot#changes} does, or null when only the
     * store can tell: the seq is older, newer, or inside a commit, or rows are of another generation of the schema.
     *
     * @param upTo the last seq to return; the end of a commit
     * @param schema the generation that rows have to be of
     */
    List<Change> after(long after, long upTo, int limit, Schema schema) {
        List<Change> candidates = candidates(after, upTo, limit);
        List<Change> page = new ArrayList<>(candidates.size());
        ChangeCount count = new ChangeCount();
        for (int i = 0; i < candidates.size(); i++) {
            Change change = candidates.get(i);
            boolean beginsCommit = i == 0 || candidates.get(i - 1).endsCommit();
            if (beginsCommit && i > 0 && (change.commitSeq() - after > limit || !count.hasRoom())) {
                break;
            }
            if (!isOf(change, schema)) {
                return null;
            }
            page.add(change);
            count.add(change);
        }
        return page.isEmpty() ? null : page;
    }

    /** Returns whole commits after a seq, at most one of which exceeds the limit; empty when the tail has none. */
    private synchronized List<Change> candidates(long after, long upTo, int limit) {
        if (limit < 1 || after < first - 1 || after >= Math.min(last, upTo) || !endsCommit(after)) {
            return List.of();
        }
        long end = Math.max(after + limit, changes[place(after + 1)].commitSeq());
        end = Math.min(end, Math.min(last, upTo));
        List<Change> some = new ArrayList<>((int) (end - after));
        for (long seq = after + 1; seq <= end; seq++) {
            some.add(changes[place(seq)]);
        }
        while (!some.isEmpty() && !some.get(some.size() - 1).endsCommit()) {
            some.remove(some.size() - 1);
        }
        return some;
    }

    private boolean endsCommit(long seq) {
        return seq < first ? beginsCommit : changes[place(seq)].endsCommit();
    }

    private static boolean isOf(Change change, Schema schema) {
        Entity entity = schema.entityOrNull(change.entity());
        return isOf(change.before(), entity) && isOf(change.after(), entity);
    }

    private static boolean isOf(Row row, Entity entity) {
        return row == null || row.entity() == entity;
    }
}
