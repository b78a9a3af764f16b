// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.store.Refusals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How one field of the new schema gets its values from the rows of the old one. Remembers the rows that stand in its way. */
final class FieldMove {
    private static final Set<FieldType.Kind> TEXTS = Set.of(FieldType.Kind.STRING, FieldType.Kind.RICHTEXT);

    private final Field source;
    private final Field target;
    private final MigrationStep step;
    private final Instant at;
    private final List<String> inTheWay = new ArrayList<>();
    private String why = "";

    /**
     * @param source the field of the old entity, null when there was none
     * @param step what the plan does to the field, null when nothing
     */
    private FieldMove(Field source, Field target, MigrationStep step, Instant at) {
        this.source = source;
        this.target = target;
        this.step = step;
        this.at = at;
    }

    /** One for each field of the new entity, by ordinal. */
    static List<FieldMove> all(Entity from, Entity to, MigrationPlan plan, Instant at) {
        List<FieldMove> moves = new ArrayList<>();
        for (Field field : to.fields()) {
            MigrationStep step = plan.steps().stream()
                    .filter(one -> concerns(one, to.name(), field.name()))
                    .findFirst()
                    .orElse(null);
            boolean added = step instanceof MigrationStep.AddField;
            moves.add(new FieldMove(added ? null : from.fieldOrNull(field.name()), field, step, at));
        }
        return moves;
    }

    // A field that changes its type and becomes required at once is handled by the change of type.
    private static boolean concerns(MigrationStep step, String entity, String field) {
        return (step instanceof MigrationStep.AddField add
                        && add.entity().equals(entity)
                        && add.field().name().equals(field))
                || (step instanceof MigrationStep.ChangeType change
                        && change.entity().equals(entity)
                        && change.to().name().equals(field))
                || (step instanceof MigrationStep.RequireField require
                        && require.entity().equals(entity)
                        && require.field().name().equals(field));
    }

    Field target() {
        return target;
    }

    MigrationStep step() {
        return step;
    }

    List<String> inTheWay() {
        return inTheWay;
    }

    String why() {
        return why;
    }

    /** The value of the new row; null, and the row is remembered, when it stands in the way. */
    Object value(Row old) {
        Object was = was(old);
        Object now = was;
        if (step instanceof MigrationStep.AddField) {
            now = fallback();
        } else if (step instanceof MigrationStep.ChangeType) {
            if (isEnumChange() && was != null && !target.type().accepts(was)) {
                return block(old, Refusals.VALUE_NOT_ALLOWED);
            }
            now = keepsValues() ? widened(was) : fallback();
        }
        if (now == null
                && !target.optional()
                && target.defaultValue().orElse(null) instanceof FieldDefault.Literal given) {
            now = given.value();
        }
        return now == null && !target.optional() && step != null ? block(old, Refusals.NO_VALUE) : now;
    }

    /** Whether the row got another value, rather than the same one in another type. */
    boolean changes(Row old, Row row) {
        Object was = was(old);
        Object now = row.get(target.ordinal());
        boolean replaced = step instanceof MigrationStep.ChangeType && !keepsValues();
        return (was == null) != (now == null) || (replaced && was != null);
    }

    private Object was(Row old) {
        return source == null ? null : old.get(source.ordinal());
    }

    private Object block(Row old, String reason) {
        why = reason;
        inTheWay.add(old.id());
        return null;
    }

    private Object fallback() {
        FieldDefault given = target.defaultValue().orElse(null);
        if (given instanceof FieldDefault.Literal literal) {
            return literal.value();
        }
        return given instanceof FieldDefault.Now ? at : null;
    }

    private boolean isEnumChange() {
        return source != null
                && source.type().kind() == FieldType.Kind.ENUM
                && target.type().kind() == FieldType.Kind.ENUM;
    }

    private boolean keepsValues() {
        FieldType.Kind from = source.type().kind();
        FieldType.Kind to = target.type().kind();
        return isEnumChange()
                || (from == FieldType.Kind.INT && to == FieldType.Kind.FLOAT)
                || (TEXTS.contains(from) && TEXTS.contains(to));
    }

    private Object widened(Object was) {
        return was instanceof Long whole && target.type().kind() == FieldType.Kind.FLOAT
                ? (Double) whole.doubleValue()
                : was;
    }
}
