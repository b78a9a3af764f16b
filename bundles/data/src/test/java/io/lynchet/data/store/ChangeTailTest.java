// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.testkit.EntityBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeTailTest {
    private static final Entity NOTE = EntityBuilder.entity("Note").build();
    private static final Schema SCHEMA = new Schema(List.of(NOTE));
    private static final long MANY = Long.MAX_VALUE;

    private final ChangeTail tail = new ChangeTail(1L << 30);

    private static Change change(long seq, long commitSeq) {
        Row row = new Draft(NOTE).set("id", "n" + seq).toRow();
        return new Change(seq, commitSeq, "Note", "n" + seq, ChangeKind.INSERT, null, row, Instant.EPOCH);
    }

    /** Returns one commit with these seqs. */
    private static List<Change> commit(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(seq -> change(seq, to)).toList();
    }

    private List<Long> after(long seq, long upTo, int limit) {
        List<Change> some = tail.after(seq, upTo, limit, SCHEMA);
        return some == null ? null : some.stream().map(Change::seq).toList();
    }

    private void single(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(seq -> tail.add(commit(seq, seq)));
    }

    @Test
    void after_returnsWholeCommits_upToTheLimitAndTheEnd() {
        List<Change> told = new ArrayList<>(commit(11, 11));
        told.addAll(commit(12, 14));
        told.addAll(commit(15, 16));
        tail.add(told);
        assertThat(after(10, MANY, 10)).containsExactly(11L, 12L, 13L, 14L, 15L, 16L);
        assertThat(after(10, MANY, 5)).containsExactly(11L, 12L, 13L, 14L);
        assertThat(after(10, MANY, 3)).containsExactly(11L);
        assertThat(after(11, MANY, 1)).as("a commit that alone exceeds it").containsExactly(12L, 13L, 14L);
        assertThat(after(10, 14, 10)).containsExactly(11L, 12L, 13L, 14L);
    }

    @Test
    void after_leavesToTheStore_whatItDoesNotHave() {
        assertThat(after(0, MANY, 10)).isNull();
        single(11, 12);
        tail.add(commit(13, 15));
        assertThat(after(9, MANY, 10)).as("older").isNull();
        assertThat(after(15, MANY, 10)).as("the newest").isNull();
        assertThat(after(12, 12, 10)).as("the reader's end").isNull();
        assertThat(after(14, MANY, 10)).as("inside a commit").isNull();
        assertThat(after(12, MANY, 0)).as("no limit").isNull();
    }

    @Test
    void rowsOfAnotherGeneration_areLeftToTheStore() {
        single(1, 3);
        Schema other = new Schema(List.of(EntityBuilder.entity("Note").build()));
        assertThat(tail.after(0, MANY, 10, other)).isNull();
        assertThat(tail.after(0, MANY, 10, new Schema(List.of()))).isNull();
    }

    @Test
    void gap_beginsTheTailAnew() {
        single(1, 5);
        single(9, 10);
        assertThat(after(4, MANY, 10)).isNull();
        assertThat(after(8, MANY, 10)).containsExactly(9L, 10L);
        single(3, 4);
        assertThat(after(8, MANY, 10)).isNull();
        assertThat(after(2, MANY, 10)).containsExactly(3L, 4L);
    }

    @Test
    void longTail_losesItsOldestChanges() {
        int kept = ChangeTail.CHANGES_MAX;
        single(1, 2);
        tail.add(commit(3, 5));
        single(6, kept + 3);
        assertThat(after(2, MANY, 10)).isNull();
        assertThat(after(3, MANY, 10)).as("the rest of a commit").isNull();
        assertThat(after(5, MANY, 2)).containsExactly(6L, 7L);
        assertThat(after(kept + 1L, MANY, 10)).containsExactly(kept + 2L, kept + 3L);
    }

    @Test
    void largeChanges_shortenTheTail() {
        long bytes = change(1, 1).bytes();
        ChangeTail small = new ChangeTail(3 * bytes);
        for (long seq = 1; seq <= 5; seq++) {
            small.add(commit(seq, seq));
        }
        assertThat(small.after(1, MANY, 10, SCHEMA)).isNull();
        assertThat(small.after(2, MANY, 10, SCHEMA)).hasSize(3);
        ChangeTail none = new ChangeTail(bytes - 1);
        none.add(commit(1, 1));
        assertThat(none.after(0, MANY, 10, SCHEMA)).isNull();
        none.add(commit(2, 2));
        assertThat(none.after(1, MANY, 10, SCHEMA)).isNull();
    }

    @Test
    void clear_forgetsAll() {
        single(1, 3);
        tail.clear();
        assertThat(after(0, MANY, 10)).isNull();
        single(4, 4);
        assertThat(after(2, MANY, 10)).isNull();
        assertThat(after(3, MANY, 10)).containsExactly(4L);
    }
}
