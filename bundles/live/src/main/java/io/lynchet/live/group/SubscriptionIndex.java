// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The index of groups by the changes that can touch them. Confined to one thread.
 *
 * <p>A group whose condition demands one of a few values of some fields is found by those values. A write thus costs in
 * proportion to the groups that it can touch. The other groups of the entity are asked at each change.
 */
final class SubscriptionIndex {
    private static final int VALUES_MAX = 64;

    private final Map<String, OfEntity> entities = new HashMap<>();

    /** A field, by ordinal, and the value it must have; null for absent. */
    private record Demand(int ordinal, Object value) {}

    /**
     * The groups of one entity.
     *
     * @param indexed the ordinals that demands name, with the number of demands for each
     */
    private record OfEntity(
            Map<Demand, Set<LiveGroup>> demanding, Map<Integer, Integer> indexed, Set<LiveGroup> others) {
        OfEntity() {
            this(new HashMap<>(), new HashMap<>(), new LinkedHashSet<>());
        }
    }

    /** Adds a group; changes of the entity find it when the row fulfils the condition before or after. */
    void add(Entity entity, Filter condition, LiveGroup group) {
        OfEntity of = entities.computeIfAbsent(entity.name(), name -> new OfEntity());
        Set<Demand> demands = demands(condition);
        if (demands == null) {
            of.others().add(group);
            return;
        }
        for (Demand demand : demands) {
            if (of.demanding()
                    .computeIfAbsent(demand, key -> new LinkedHashSet<>())
                    .add(group)) {
                of.indexed().merge(demand.ordinal(), 1, Integer::sum);
            }
        }
    }

    /** Undoes {@link #add} with the same arguments. */
    void remove(Entity entity, Filter condition, LiveGroup group) {
        OfEntity of = entities.get(entity.name());
        if (of == null) {
            return;
        }
        Set<Demand> demands = demands(condition);
        if (demands == null) {
            of.others().remove(group);
            return;
        }
        for (Demand demand : demands) {
            Set<LiveGroup> groups = of.demanding().get(demand);
            if (groups != null && groups.remove(group)) {
                of.indexed().computeIfPresent(demand.ordinal(), (key, count) -> count == 1 ? null : count - 1);
                if (groups.isEmpty()) {
                    of.demanding().remove(demand);
                }
            }
        }
    }

    /** Calls {@code candidate} for every group that the change may touch, perhaps more than once. */
    void candidates(Change change, Consumer<LiveGroup> candidate) {
        OfEntity of = entities.get(change.entity());
        if (of == null) {
            return;
        }
        of.others().forEach(candidate);
        for (Integer ordinal : of.indexed().keySet()) {
            Object before = valueOf(change.before(), ordinal);
            Object after = valueOf(change.after(), ordinal);
            call(of, ordinal, before, candidate);
            if (before == null ? after != null : !before.equals(after)) {
                call(of, ordinal, after, candidate);
            }
        }
    }

    private static Object valueOf(Row row, int ordinal) {
        return row == null || ordinal >= row.entity().fields().size() ? null : normal(row.get(ordinal));
    }

    private static void call(OfEntity of, int ordinal, Object value, Consumer<LiveGroup> candidate) {
        Set<LiveGroup> groups = of.demanding().get(new Demand(ordinal, value));
        if (groups != null) {
            groups.forEach(candidate);
        }
    }

    /**
     * Returns demands of which at least one holds for every row that fulfils the condition; null when there is no small
     * set.
     */
    private static Set<Demand> demands(Filter filter) {
        Set<Demand> demands = null;
        if (filter instanceof Filter.Compare compare && compare.comparison() == Comparison.EQUAL) {
            demands = equal(compare);
        } else if (filter instanceof Filter.In in && in.operand() instanceof Operand.FieldRef ref && ref.depth() == 0) {
            demands = new HashSet<>();
            for (Object value : in.values()) {
                demands.add(new Demand(ref.field().ordinal(), normal(value)));
            }
        } else if (filter instanceof Filter.IsTrue yes
                && yes.operand() instanceof Operand.FieldRef ref
                && ref.depth() == 0) {
            demands = Set.of(new Demand(ref.field().ordinal(), true));
        } else if (filter instanceof Filter.IsNull isNull
                && isNull.operand() instanceof Operand.FieldRef ref
                && ref.depth() == 0) {
            demands = Set.of(new Demand(ref.field().ordinal(), null));
        } else if (filter instanceof Filter.All all) {
            demands = smallest(all.parts());
        } else if (filter instanceof Filter.Any any) {
            demands = union(any.parts());
        }
        return demands == null || demands.size() > VALUES_MAX ? null : demands;
    }

    private static Set<Demand> equal(Filter.Compare compare) {
        boolean fieldFirst = compare.left() instanceof Operand.FieldRef;
        Operand field = fieldFirst ? compare.left() : compare.right();
        Operand value = fieldFirst ? compare.right() : compare.left();
        return field instanceof Operand.FieldRef ref
                        && ref.depth() == 0
                        && value instanceof Operand.Literal literal
                        && literal.value() != null
                ? Set.of(new Demand(ref.field().ordinal(), normal(literal.value())))
                : null;
    }

    // The id selects best: it names one row.
    private static Set<Demand> smallest(List<Filter> parts) {
        Set<Demand> best = null;
        for (Filter part : parts) {
            Set<Demand> demands = demands(part);
            if (demands != null && (best == null || weight(demands) < weight(best))) {
                best = demands;
            }
        }
        return best;
    }

    // A boolean or an absent value selects badly: it hardly tells few rows from others.
    private static int weight(Set<Demand> demands) {
        boolean coarse =
                demands.stream().anyMatch(demand -> demand.value() == null || demand.value() instanceof Boolean);
        return demands.size() + (coarse ? VALUES_MAX : 0);
    }

    private static Set<Demand> union(List<Filter> parts) {
        Set<Demand> all = new HashSet<>();
        for (Filter part : parts) {
            Set<Demand> demands = demands(part);
            if (demands == null) {
                return null;
            }
            all.addAll(demands);
        }
        return all;
    }

    /** Returns one form for numbers that are equal. */
    private static Object normal(Object value) {
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 0x1p63
                ? (Object) number.longValue()
                : value;
    }
}
