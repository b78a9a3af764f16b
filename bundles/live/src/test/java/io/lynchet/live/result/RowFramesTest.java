// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonWriter;
import io.lynchet.testkit.EntityBuilder;
import io.lynchet.testkit.Rows;
import io.lynchet.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The frames of a row result are, byte for byte, those of a model that walks all rows each time: for rows that come,
 * change and go at both sides of the limit, for reads, for clients that resume, and for those that move to a result of
 * other rights or of another generation of the schema.
 */
class RowFramesTest {
    private static final int ROUNDS = 200;
    private static final int STEPS = 400;
    private static final List<Entity> GENERATIONS = List.of(
            EntityBuilder.entity("Item")
                    .optional("rank", FieldType.INT)
                    .optional("title", FieldType.STRING)
                    .field(Field.of("token", FieldType.STRING, true).asServerOnly())
                    .build(),
            EntityBuilder.entity("Item")
                    .field(Field.of("token", FieldType.STRING, true).asServerOnly())
                    .optional("rank", FieldType.INT)
                    .optional("title", FieldType.STRING)
                    .build(),
            EntityBuilder.entity("Item")
                    .optional("rank", FieldType.INT)
                    .optional("title", FieldType.STRING)
                    .field(Field.of("token", FieldType.STRING, true).asServerOnly())
                    .build());

    private final SharedRows shared = new SharedRows();
    private Random random;
    private int ids;
    private boolean everyField;
    private Entity entity;
    private LiveQuery.Rows query;
    private Filter filter;
    private RowResult result;
    private RowModel model;
    private Map<String, Row> stored;

    /** Whether most changes delete a row. */
    private boolean shrinking;

    /** Whether the result has to be read before it is asked again. */
    private boolean unknown;

    private final List<Change> log = new ArrayList<>();
    private final List<Then> past = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private int resumed;
    private int moved;
    private int ranOut;

    /** What was shown at a position of the log. */
    private record Then(int position, RowModel.State state) {}

    /** The baseline of a client that has left the result. */
    private record Kept(Object baseline, RowModel.State state) {}

    @Test
    void framesOfRandomChanges_areThoseOfTheModel() {
        Seeds.forEach(ROUNDS, seeded -> {
            begin(seeded);
            for (int i = 0; i < STEPS; i++) {
                step();
            }
        });
        assertThat(resumed).as("clients that resumed").isPositive();
        assertThat(moved).as("clients that moved").isPositive();
        assertThat(ranOut).as("windows that ran out of rows").isPositive();
    }

    private void begin(Random seeded) {
        random = seeded;
        ids = 1 + random.nextInt(120);
        everyField = random.nextInt(3) == 0;
        stored = new HashMap<>();
        kept.clear();
        open(0, new ArrayList<>(), random.nextInt(4), 1 + random.nextInt(30), random.nextBoolean());
        for (int i = random.nextInt(100); i > 0; i--) {
            change();
        }
        fill();
        result.tell();
        model.told = model.now();
    }

    private void open(int generation, List<Row> rows, int ordered, int limit, boolean filtered) {
        entity = GENERATIONS.get(generation);
        Field rank = entity.fieldOrNull("rank");
        List<SortKey> order = new ArrayList<>();
        if (ordered > 0) {
            order.add(new SortKey(rank, ordered == 1));
        }
        if (ordered == 3) {
            order.add(new SortKey(entity.fieldOrNull("title"), false));
        }
        filter = filtered ? not(2) : Filter.Constant.TRUE;
        query = new LiveQuery.Rows(entity, filter, order, limit);
        result = new RowResult(query, everyField, shared, Long.MAX_VALUE);
        model = new RowModel(new RowOrder(order), limit, everyField);
        stored.clear();
        rows.forEach(this::store);
        log.clear();
        past.clear();
        unknown = true;
    }

    private Filter not(long rank) {
        Operand field = new Operand.FieldRef(0, entity.fieldOrNull("rank"));
        return new Filter.Compare(field, Comparison.NOT_EQUAL, new Operand.Literal(rank));
    }

    private void store(Row row) {
        stored.put(row.id(), row);
        if (RowConditions.matches(filter, row)) {
            model.put(row);
        } else {
            model.remove(row.id());
        }
    }

    private void step() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> look();
            case 6 -> keep();
            case 7 -> compareKept();
            case 8 -> resume();
            case 9 -> seldom();
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    change();
                }
            }
        }
    }

    private void seldom() {
        switch (random.nextInt(12)) {
            case 0 -> move();
            case 1 -> rights();
            case 2 -> fill();
            default -> shrinking = !shrinking;
        }
    }

    /** Other rows may be read from now on. */
    private void rights() {
        filter = not(random.nextInt(5));
        List.copyOf(stored.values()).forEach(this::store);
        log.clear();
        past.clear();
        fill();
    }

    private void change() {
        String id = "id" + random.nextInt(ids);
        Row before = stored.get(id);
        Row after = before != null && random.nextInt(4) < (shrinking ? 3 : 1) ? null : row(id, before);
        if (after == null) {
            stored.remove(id);
            model.remove(id);
        } else {
            store(after);
        }
        ChangeKind kind = before == null ? ChangeKind.INSERT : after == null ? ChangeKind.DELETE : ChangeKind.UPDATE;
        Change change = Change.single(log.size() + 1, "Item", id, kind, before, after, Instant.EPOCH);
        log.add(change);
        if (!unknown) {
            unknown = result.apply(change, filter) == LiveResult.Effect.UNKNOWN;
            ranOut += unknown ? 1 : 0;
        }
    }

    private Row row(String id, Row before) {
        boolean hidden = before != null && random.nextInt(3) == 0;
        return Rows.of(
                entity,
                id,
                "rank",
                hidden ? before.get("rank") : random.nextInt(6) == 0 ? null : (Object) (long) random.nextInt(5),
                "title",
                hidden ? before.get("title") : "t" + random.nextInt(3),
                "token",
                "s" + random.nextInt(3));
    }

    /** Reads the result, as the engine does when a change does not tell, or when rights have changed. */
    private void fill() {
        int wanted = new RowWindow(new RowOrder(query.order()), query.limit(), new SharedRows()).wanted();
        result.install(model.first(wanted));
        unknown = false;
    }

    private void known() {
        if (unknown) {
            fill();
        }
    }

    private void look() {
        known();
        JsonWriter json = new JsonWriter(64).beginObject();
        boolean differs = result.writeNews(json);
        byte[] frame = json.endObject().toBytes();
        assertThat(text(frame)).as("frame after %s", query).isEqualTo(text(model.diff(model.told)));
        assertThat(differs).isEqualTo(frame.length > 2);
        if (differs) {
            result.tell();
            model.told = model.now();
        }
        JsonWriter whole = new JsonWriter(64).beginObject();
        result.writeSnapshot(whole);
        assertThat(text(whole.endObject().toBytes())).isEqualTo(text(model.snapshot()));
        past.add(new Then(log.size(), model.now()));
    }

    private void keep() {
        if (kept.size() > 3) {
            kept.remove(random.nextInt(kept.size()));
        }
        kept.add(new Kept(result.shown(), model.told));
    }

    private void compareKept() {
        known();
        kept.forEach(one -> compare(one.baseline(), one.state()));
    }

    private void compare(Object baseline, RowModel.State state) {
        JsonWriter json = new JsonWriter(64).beginObject();
        result.writeDiff(json, baseline);
        assertThat(text(json.endObject().toBytes()))
                .as("difference to a baseline")
                .isEqualTo(text(model.diff(state)));
    }

    private void resume() {
        known();
        if (past.isEmpty()) {
            return;
        }
        Then then = past.get(Math.max(0, past.size() - 1 - random.nextInt(12)));
        Map<String, Row> earlier = new HashMap<>();
        for (Change change : log.subList(then.position(), log.size())) {
            if (!earlier.containsKey(change.id())) {
                earlier.put(change.id(), change.before());
            }
        }
        Object baseline = result.shownWith(earlier, filter);
        if (baseline != null) {
            resumed++;
            compare(baseline, then.state());
        }
    }

    /** All clients move to a result of another generation, and perhaps another query. */
    private void move() {
        keep();
        RowResult before = result;
        if (random.nextBoolean()) {
            before.release();
        }
        kept.add(new Kept(before.shown(), model.told));
        int next = random.nextInt(GENERATIONS.size());
        Entity other = GENERATIONS.get(next);
        List<Row> rows = new ArrayList<>();
        for (Row row : stored.values()) {
            rows.add(
                    other == entity || random.nextInt(9) == 0 && entity.fields().equals(other.fields())
                            ? row
                            : Rows.of(
                                    other,
                                    row.id(),
                                    "rank",
                                    row.get("rank"),
                                    "title",
                                    row.get("title"),
                                    "token",
                                    row.get("token")));
        }
        open(next, rows, random.nextInt(4), 1 + random.nextInt(30), random.nextBoolean());
        fill();
        moved++;
        compareKept();
        result.tell();
        model.told = model.now();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
