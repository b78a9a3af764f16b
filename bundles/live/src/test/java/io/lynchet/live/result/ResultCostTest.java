// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.query.AggregateReader;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Rows;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The work of a result for a change follows the change, not the size of the result. */
class ResultCostTest {
    private static final Entity ITEM = EntityBuilder.entity("Item")
            .required("rank", FieldType.INT)
            .required("amount", FieldType.INT)
            .build();
    private static final int LARGE = 5_000;
    private static final int SMALL = 20;
    private static final int CHANGES = 200;

    private int comparisons;

    private static Row row(int rank, long amount) {
        return Rows.of(ITEM, "id" + rank, "rank", (long) rank, "amount", amount);
    }

    /** Each change is one row that is replaced, one that pushes another one over the limit, or one that lets it in. */
    @Test
    void framesOfALargeWindow_compareAFewRows() {
        Comparator<Row> order = new RowOrder(List.of(new SortKey(ITEM.fieldOrNull("rank"), true)));
        Comparator<Row> counting = (left, right) -> {
            comparisons++;
            return order.compare(left, right);
        };
        RowWindow window = new RowWindow(counting, LARGE, new SharedRows());
        ToldRows told = new ToldRows(window, false);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < window.wanted(); i++) {
            rows.add(row(2 * i, 0));
        }
        window.fill(rows);
        told.tell();
        comparisons = 0;
        for (int i = 0; i < CHANGES; i++) {
            window.put(i % 3 == 0 ? row(20 * i, i + 1) : row(20 * i + 1, 1));
            tell(told);
            window.remove("id" + (20 * i + 2));
            tell(told);
        }
        assertThat(comparisons / (2 * CHANGES))
                .as("comparisons for a change and its frame; a search takes 13")
                .isLessThan(40);
    }

    private static void tell(ToldRows told) {
        assertThat(told.writeDiff(new JsonWriter(64).beginObject())).isTrue();
        told.tell();
    }

    @Test
    void changeOfAnAggregateOfManyGroups_allocatesNoMoreThanOfAFew() {
        long few = bytesOfAChange(SMALL);
        long many = bytesOfAChange(LARGE);
        assertThat(many)
                .as("bytes for a change of %d groups; %d bytes of %d", LARGE, few, SMALL)
                .isLessThan(2 * few);
    }

    @Test
    void rowsOfAFullWindow_thatKeepTheirPlaces_needNoRead() {
        RowWindow window =
                new RowWindow(new RowOrder(List.of(new SortKey(ITEM.fieldOrNull("rank"), true))), 1, new SharedRows());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < window.wanted(); i++) {
            rows.add(row(i, 0));
        }
        window.fill(rows);
        for (int i = window.wanted() - 1; i >= 0; i--) {
            window.put(row(i, 1));
        }
        assertThat(window.needsFilling()).isFalse();
        assertThat(window.known()).hasSize(window.wanted() - 1);
        assertThat(window.known()).extracting(row -> row.get("amount")).containsOnly(1L);
    }

    @Test
    void groupsBeyondTheLimit_areCountedAsLongAsTheyAreHeld() {
        AggregateResult result = aggregate(LARGE, "\"limit\":1,");
        long full = result.ownBytes();
        assertThat(full).isGreaterThan(LARGE * 160L);
        for (int i = 1; i < LARGE; i++) {
            Change gone = Change.single(i, "Item", "id" + i, ChangeKind.DELETE, row(i, 0), null, Instant.EPOCH);
            assertThat(result.apply(gone, Filter.Constant.TRUE)).isEqualTo(LiveResult.Effect.APPLIED);
        }
        assertThat(result.ownBytes()).isEqualTo(aggregate(1, "\"limit\":1,").ownBytes());
    }

    private static AggregateResult aggregate(int groups, String limit) {
        byte[] query = ("{" + limit + "\"groupBy\":[\"rank\"],\"sum\":[\"amount\"]}").getBytes(StandardCharsets.UTF_8);
        AggregateResult result = new AggregateResult(new LiveQuery.Aggregate(AggregateReader.read(query, ITEM, false)));
        List<AggregateRow> read = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            read.add(new AggregateRow(List.of((long) i), List.of(0L, 1L, 1L)));
        }
        result.install(read);
        return result;
    }

    private static long bytesOfAChange(int groups) {
        AggregateResult result = aggregate(groups, "");
        apply(result, groups, 0);
        long before = allocated();
        for (int i = 1; i <= CHANGES; i++) {
            apply(result, groups, i);
        }
        return (allocated() - before) / CHANGES;
    }

    private static void apply(AggregateResult result, int groups, int i) {
        Change change = Change.single(
                i + 1,
                "Item",
                "id" + i % groups,
                ChangeKind.UPDATE,
                row(i % groups, i / groups),
                row(i % groups, i / groups + 1),
                Instant.EPOCH);
        assertThat(result.apply(change, Filter.Constant.TRUE)).isEqualTo(LiveResult.Effect.APPLIED);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
