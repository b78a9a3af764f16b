// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.store.Collected;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of pruning the log. */
public abstract class StoreLogPruningContract extends StoreContract {
    private static final int USERS = 10;

    private void fill() {
        installSample();
        for (int i = 0; i < USERS; i++) {
            insert(app.user("u" + i));
        }
    }

    private List<Long> seqsAfter(long after) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.changes(after, 100).stream().map(Change::seq).toList();
        }
    }

    private static ErrorCode refusal(Snapshot snapshot, long after) {
        return catchThrowableOfType(LynchetException.class, () -> snapshot.changes(after, 10))
                .code();
    }

    @Test
    @DisplayName("pruneLog: forgets what is before the seq, and tells the oldest that is left")
    void pruneLog_forgetsWhatIsBefore() {
        fill();
        assertThat(store.pruneLog(5, 100)).isEqualTo(5);

        assertThat(store.info().oldestSeq()).isEqualTo(5);
        assertThat(store.info().headSeq()).isEqualTo(USERS);
        assertThat(seqsAfter(4)).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(refusal(snapshot, 3)).isEqualTo(ErrorCode.RESYNC_REQUIRED);
            assertThat(refusal(snapshot, 0)).isEqualTo(ErrorCode.RESYNC_REQUIRED);
        }
    }

    @Test
    @DisplayName("pruneLog: no more than asked for in one call")
    void pruneLog_isBounded() {
        fill();
        assertThat(store.pruneLog(9, 3)).isEqualTo(4);
        assertThat(seqsAfter(3)).hasSize(7);
        assertThat(store.pruneLog(9, 3)).isEqualTo(7);
        assertThat(store.pruneLog(9, 3)).isEqualTo(9);
        assertThat(store.pruneLog(9, 3)).isEqualTo(9);
        assertThat(seqsAfter(8)).containsExactly(9L, 10L);
        assertThatThrownBy(() -> store.pruneLog(9, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("pruneLog: the newest change stays, and the oldest never goes back")
    void pruneLog_keepsTheNewest() {
        fill();
        assertThat(store.pruneLog(Long.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(USERS);
        assertThat(store.pruneLog(2, 100)).isEqualTo(USERS);
        assertThat(store.pruneLog(-1, 100)).isEqualTo(USERS);
        assertThat(seqsAfter(USERS - 1)).containsExactly((long) USERS);
        assertThat(insert(app.user("next")).seq()).isEqualTo(USERS + 1);
        assertThat(seqsAfter(USERS)).containsExactly((long) USERS + 1);
    }

    @Test
    @DisplayName("pruneLog of an empty store: nothing")
    void pruneLog_emptyStore_changesNothing() {
        assertThat(store.pruneLog(100, 100)).isEqualTo(1);
        installSample();
        assertThat(insert(app.user("u")).seq()).isEqualTo(1);
        assertThat(seqsAfter(0)).containsExactly(1L);
    }

    @Test
    @DisplayName("pruneLog: rows stay")
    void pruneLog_leavesRows() {
        fill();
        store.pruneLog(USERS, 100);
        for (int i = 0; i < USERS; i++) {
            assertThat(store.latest().get(app.user(), "u" + i)).isPresent();
        }
    }

    @Test
    @DisplayName("pruneLog: an open snapshot goes on telling what it had")
    void pruneLog_openSnapshot_goesOn() {
        fill();
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.seq()).isEqualTo(USERS);
            store.pruneLog(8, 100);
            assertThat(snapshot.changes(0, 100)).hasSize(USERS);
        }
    }

    @Test
    @DisplayName("pruneLog: stays done over a restart")
    void pruneLog_survivesARestart() {
        assumeTrue(has(StoreCapability.DURABLE));
        fill();
        store.pruneLog(6, 100);

        store = fixture().reopen();

        assertThat(store.info().oldestSeq()).isEqualTo(6);
        assertThat(store.info().headSeq()).isEqualTo(USERS);
        assertThat(seqsAfter(5)).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(store.pruneLog(8, 100)).isEqualTo(8);
    }

    @Test
    @DisplayName("copyTo: a pruned log is copied as it is")
    void copy_ofAPrunedLog_isAsPruned() {
        assumeTrue(has(StoreCapability.COPY));
        fill();
        store.pruneLog(6, 100);
        Collected content = new Collected();
        store.copyTo(content);
        store = fixture().open();
        store.load(content);
        assertThat(store.info().oldestSeq()).isEqualTo(6);
        assertThat(seqsAfter(5)).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(store.pruneLog(8, 100)).isEqualTo(8);
    }

    @Test
    @DisplayName("pruneLog beside commits: no commit is lost, and no seq that is left is missing")
    void pruneLog_besideCommits_harmsNone() {
        fill();
        List<CompletionStage<WriteResult>> under = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            under.add(store.commit(commitOf(inserts(List.of(app.user("c" + i))), Guard.NONE)));
            if (i % 10 == 0) {
                long oldest = store.pruneLog(store.info().headSeq() - 5, 20);
                try (Snapshot snapshot = store.snapshot()) {
                    List<Long> told = snapshot.changes(oldest - 1, 1_000).stream()
                            .map(Change::seq)
                            .toList();
                    assertThat(told)
                            .isEqualTo(LongStream.rangeClosed(oldest, snapshot.seq())
                                    .boxed()
                                    .toList());
                }
            }
        }
        under.forEach(Await::value);
        assertThat(store.info().headSeq()).isEqualTo(USERS + 500);
        assertThat(store.info().oldestSeq()).isGreaterThan(1);
    }
}
