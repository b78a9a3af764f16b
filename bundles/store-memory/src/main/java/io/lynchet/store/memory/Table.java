// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.JsonText;
import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The rows of one entity by id, with indexes to check unique fields and references without a scan. Immutable. */
final class Table {
    /** @param seq the seq of the row's newest change */
    record Stored(Row row, long seq) {}

    /**
     * Fields whose values together are unique.
     *
     * @param index the name of the index behind it
     * @param owners the id of the row that has the values
     */
    record UniqueKey(String index, List<Field> fields, Treap<List<Object>, String> owners) {
        /** Returns the values of a row, or null when one is absent, since such a row never collides. */
        List<Object> valuesOf(Row row) {
            List<Object> values = new ArrayList<>(fields.size());
            for (Field field : fields) {
                Object value = row.get(field.ordinal());
                if (value == null) {
                    return null;
                }
                values.add(value instanceof JsonText json ? json.text() : value);
            }
            return values;
        }

        List<String> names() {
            return fields.stream().map(Field::name).toList();
        }
    }

    /** @param counts the number of rows that refer to an id through this field */
    record Referring(Field field, Treap<String, Integer> counts) {}

    private static final Comparator<List<Object>> BY_VALUES = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = ValueOrder.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final Entity entity;
    private final Treap<String, Stored> rows;
    private final List<UniqueKey> uniqueKeys;
    private final List<Referring> referring;

    private Table(Entity entity, Treap<String, Stored> rows, List<UniqueKey> uniqueKeys, List<Referring> referring) {
        this.entity = entity;
        this.rows = rows;
        this.uniqueKeys = uniqueKeys;
        this.referring = referring;
    }

    static Table empty(Entity entity) {
        List<UniqueKey> keys = new ArrayList<>();
        List<Referring> referring = new ArrayList<>();
        for (Field field : entity.fields()) {
            if (field.unique()) {
                keys.add(new UniqueKey("unique_" + field.name(), List.of(field), Treap.empty(BY_VALUES)));
            }
            if (field.type().kind() == FieldType.Kind.REFERENCE) {
                referring.add(new Referring(field, Treap.empty(ValueOrder::compare)));
            }
        }
        for (Index index : entity.indexes()) {
            if (index.unique()) {
                List<Field> fields =
                        index.fields().stream().map(entity::fieldOrNull).toList();
                keys.add(new UniqueKey(index.name(), fields, Treap.empty(BY_VALUES)));
            }
        }
        return new Table(entity, Treap.empty(ValueOrder::compare), List.copyOf(keys), List.copyOf(referring));
    }

    Entity entity() {
        return entity;
    }

    int size() {
        return rows.size();
    }

    /** Returns the row, or null, also for a null id. */
    Stored get(String id) {
        return id == null ? null : rows.get(id);
    }

    /** Returns all rows in order of id. */
    Iterable<Stored> all() {
        return rows.values();
    }

    /** Returns the first unique key in which another row has the values of this one, or null. */
    UniqueKey collision(Row row) {
        for (UniqueKey key : uniqueKeys) {
            List<Object> values = key.valuesOf(row);
            String owner = values == null ? null : key.owners.get(values);
            if (owner != null && !owner.equals(row.id())) {
                return key;
            }
        }
        return null;
    }

    /** @param before null for none */
    boolean hasOtherUniqueValues(Row before, Row after) {
        return uniqueKeys.stream()
                .flatMap(key -> key.fields().stream())
                .anyMatch(field ->
                        before == null || !Objects.equals(before.get(field.ordinal()), after.get(field.ordinal())));
    }

    List<UniqueKey> uniqueKeys() {
        return uniqueKeys;
    }

    /** Returns the number of rows that hold the id in the field. */
    int references(Field field, String id) {
        for (Referring one : referring) {
            if (one.field.ordinal() == field.ordinal()) {
                Integer count = one.counts.get(id);
                return count == null ? 0 : count;
            }
        }
        return 0;
    }

    /** Returns this table with the row added, or replaced when its id is present. */
    Table with(Row row, long seq) {
        Table rest = without(row.id());
        List<UniqueKey> keys = new ArrayList<>();
        for (UniqueKey key : rest.uniqueKeys) {
            List<Object> values = key.valuesOf(row);
            keys.add(values == null ? key : new UniqueKey(key.index, key.fields, key.owners.with(values, row.id())));
        }
        return new Table(entity, rest.rows.with(row.id(), new Stored(row, seq)), keys, counted(rest.referring, row, 1));
    }

    Table without(String id) {
        Stored old = rows.get(id);
        if (old == null) {
            return this;
        }
        List<UniqueKey> keys = new ArrayList<>();
        for (UniqueKey key : uniqueKeys) {
            List<Object> values = key.valuesOf(old.row);
            keys.add(values == null ? key : new UniqueKey(key.index, key.fields, key.owners.without(values)));
        }
        return new Table(entity, rows.without(id), keys, counted(referring, old.row, -1));
    }

    private static List<Referring> counted(List<Referring> referring, Row row, int change) {
        List<Referring> next = new ArrayList<>(referring.size());
        for (Referring one : referring) {
            String target = (String) row.get(one.field.ordinal());
            if (target == null) {
                next.add(one);
                continue;
            }
            Integer old = one.counts.get(target);
            int count = (old == null ? 0 : old) + change;
            next.add(
                    new Referring(one.field, count == 0 ? one.counts.without(target) : one.counts.with(target, count)));
        }
        return next;
    }
}
