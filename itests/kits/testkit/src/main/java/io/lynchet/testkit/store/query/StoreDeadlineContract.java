// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Measure;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.TextMatch;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Field;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Snapshot;
import io.lynchet.testkit.store.StoreContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The contract of deadlines: a running read ends with its deadline's exception, and the store works on as before. */
public abstract class StoreDeadlineContract extends StoreContract {
    /** {@link #dear} compares each row with each other: millions of comparisons, which take a store a while. */
    private static final int ROWS = 5_000;

    private static final int ROWS_PER_COMMIT = 1_000;
    private final LynchetException over = new LynchetException(ErrorCode.QUERY_TIMEOUT, "over");

    /** Returns a deadline that passes soon after the read has begun, by the number of checks and not by time. */
    private Deadline soon() {
        AtomicInteger looks = new AtomicInteger();
        return () -> looks.incrementAndGet() > 4 ? over : null;
    }

    @BeforeEach
    final void fill() {
        installSample();
        for (int from = 0; from < ROWS; from += ROWS_PER_COMMIT) {
            List<Row> rows = new ArrayList<>();
            for (int i = from; i < from + ROWS_PER_COMMIT; i++) {
                rows.add(app.todo("t" + i, "title", "title " + i, "notes", "notes " + (ROWS - i)));
            }
            commit(inserts(rows));
        }
    }

    /** Returns a filter that holds for no row. It needs a look at all pairs of rows: no index and no hash helps. */
    private Filter dear() {
        Field title = app.todo().fieldOrNull("title");
        Field notes = app.todo().fieldOrNull("notes");
        Operand here = new Operand.FieldRef(0, title);
        Operand there = new Operand.FieldRef(1, notes);
        Filter never = new Filter.Compare(here, Comparison.GREATER, there)
                .and(new Filter.Compare(
                        new Operand.FieldRef(0, notes), Comparison.GREATER, new Operand.FieldRef(1, title)))
                .and(new Filter.Compare(here, Comparison.LESS, there));
        return new Filter.Exists(app.todo(), never);
    }

    private void assertOver(ThrowingCallable read) {
        assertThatThrownBy(read).isSameAs(over);
    }

    /** Tells whether reads use processor time of this process, and so yield to shorter ones. */
    protected boolean readsHere() {
        return true;
    }

    private void assertUnharmed() {
        assertThat(store.latest().count(app.todo(), Filter.Constant.TRUE)).isEqualTo(ROWS);
        insert(app.todo("one more"));
        assertThat(store.latest().get(app.todo(), "one more")).isPresent();
    }

    @Test
    @DisplayName("a long read gives way to shorter ones, unless its work is done elsewhere")
    void longRead_givesWay() {
        AtomicInteger paces = new AtomicInteger();
        Deadline until = soon();
        Deadline counted = new Deadline() {
            @Override
            public LynchetException over() {
                return until.over();
            }

            @Override
            public void pace() {
                paces.incrementAndGet();
            }
        };
        assertOver(() -> store.latest(counted).count(app.todo(), dear()));
        assertThat(paces.get() > 0).as("it was paced").isEqualTo(readsHere());
    }

    @Test
    @DisplayName(
            "Deadline: queries, counts and aggregates that have begun end when it is over, and later reads are not harmed")
    void latest_pastItsDeadline_endsWithWhatItSays() {
        assertOver(() -> store.latest(soon()).query(Query.of(app.todo(), dear(), 10)));
        assertUnharmed();
        assertOver(() -> store.latest(soon()).count(app.todo(), dear()));
        AggregateQuery sum = new AggregateQuery(
                app.todo(), dear(), List.of(new Measure(Measure.Kind.COUNT_ROWS, null)), List.of(), 10);
        assertOver(() -> store.latest(soon()).aggregate(sum));
        assertThat(store.latest().count(app.todo(), Filter.Constant.TRUE)).isEqualTo(ROWS + 1L);
    }

    @Test
    @DisplayName("Deadline: the reads of a snapshot have one together, and it can be closed after it")
    void snapshot_pastItsDeadline_endsAllItsReadsAndCloses() {
        for (int i = 0; i < 40; i++) {
            try (Snapshot snapshot = store.snapshot(soon())) {
                assertOver(() -> snapshot.query(Query.of(app.todo(), dear(), 10)));
                assertOver(() -> snapshot.get(app.todo(), "t1"));
                assertOver(() -> snapshot.changes(0, 10));
            }
        }
        assertUnharmed();
    }

    @Test
    @DisplayName("Deadline: a read does not begin when it is over already")
    void read_afterItsDeadline_doesNotBegin() {
        ReadView view = store.latest(() -> over);
        assertOver(() -> view.get(app.todo(), "t1"));
        assertOver(() -> view.query(Query.of(app.todo(), Filter.Constant.TRUE, 1)));
        assertOver(() -> store.snapshot(() -> over).close());
        assertUnharmed();
    }

    @Test
    @DisplayName("Deadline: a read within it gives what it would give without one")
    void read_withinItsDeadline_isWhole() {
        ReadView view = store.latest(() -> null);
        assertThat(view.query(Query.of(app.todo(), Filter.Constant.TRUE, ROWS))).hasSize(ROWS);
        assertThat(view.get(app.todo(), "t7")).isPresent();
        try (Snapshot snapshot = store.snapshot(() -> null)) {
            assertThat(snapshot.count(app.todo(), Filter.Constant.TRUE)).isEqualTo(ROWS);
        }
    }

    @Test
    @DisplayName("Deadline: many patterns over long texts end at it, too")
    void manyPatternsOverLongTexts_endAtTheDeadline() {
        String text = "a".repeat(100_000);
        for (int i = 0; i < 40; i++) {
            insert(app.user("u" + i, "name", text + i));
        }
        List<Filter> patterns = new ArrayList<>();
        for (int i = 0; i < 95; i++) {
            Operand pattern = new Operand.Literal("a".repeat(38) + (char) ('b' + i % 20) + "%" + i + "z");
            patterns.add(
                    new Filter.Text(new Operand.FieldRef(0, app.user().fieldOrNull("name")), TextMatch.LIKE, pattern));
        }
        assertOver(() -> store.latest(soon()).count(app.user(), Filter.any(patterns)));
        assertThat(store.latest().get(app.user(), "u7")).isPresent();
    }
}
