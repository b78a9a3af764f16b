// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.MigrationStep;
import io.lynchet.api.schema.TypeChange;
import io.lynchet.api.store.Obstacle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The computation of one field's new values in an install, from the rows of the old schema. It remembers the rows that
 * prevent the step.
 */
final class FieldMove {
    private final Field source;
    private final Field target;
    private final MigrationStep step;
    private final MigrationStep requiring;
    private final Instant at;
    private final List<String> inTheWay = new ArrayList<>();
    private MigrationStep blocked;
    private Obstacle why;

    // True when the operator accepts that the step loses values.
    private boolean accepted;

    /**
     * @param source the field of the old entity, or null for a new field
     * @param step the AddField or ChangeType of the field, or null
     * @param requiring the RequireField of the field, or null
     */
    private FieldMove(Field source, Field target, MigrationStep step, MigrationStep requiring, Instant at) {
        this.source = source;
        this.target = target;
        this.step = step;
        this.requiring = requiring;
        this.at = at;
    }

    /** Returns one move for each field of the new entity, by ordinal. */
    static List<FieldMove> all(Entity from, Entity to, MigrationPlan plan, Instant at) {
        List<FieldMove> moves = new ArrayList<>();
        for (Field field : to.fields()) {
            MigrationStep step = null;
            MigrationStep requiring = null;
            for (MigrationStep one : plan.steps()) {
                if (one instanceof MigrationStep.RequireField require
                        && is(require.entity(), require.field(), to, field)) {
                    requiring = one;
                } else if ((one instanceof MigrationStep.AddField add && is(add.entity(), add.field(), to, field))
                        || (one instanceof MigrationStep.ChangeType change
                                && is(change.entity(), change.to(), to, field))) {
                    step = one;
                }
            }
            Field source = step instanceof MigrationStep.AddField ? null : from.fieldOrNull(field.name());
            FieldMove move = new FieldMove(source, field, step, requiring, at);
            move.accepted = step != null && plan.acceptedLoss().contains(step.label());
            moves.add(move);
        }
        return moves;
    }

    private static boolean is(String stepEntity, Field stepField, Entity entity, Field field) {
        return stepEntity.equals(entity.name()) && stepField.name().equals(field.name());
    }

    Field target() {
        return target;
    }

    /** Returns the step that the rows prevent. */
    MigrationStep blocked() {
        return blocked;
    }

    List<String> inTheWay() {
        return inTheWay;
    }

    Obstacle why() {
        return why;
    }

    /** Returns the value of the new row. When the row prevents the step, remembers it and returns null. */
    Object value(Row old) {
        Object was = was(old);
        Object now = was;
        if (step instanceof MigrationStep.AddField || replacesValues()) {
            now = fallback();
        } else if (step instanceof MigrationStep.ChangeType && was != null) {
            now = TypeChange.exact(was, target.type());
            if (now == null && !accepted) {
                return block(old, step, Obstacle.ofMisfits(target.type()));
            }
            if (now == null) {
                now = TypeChange.nearest(was, target.type());
                now = now == null ? fallback() : now;
            }
        }
        if (now == null
                && !target.optional()
                && target.defaultValue().orElse(null) instanceof FieldDefault.Literal given) {
            now = given.value();
        }
        boolean missing = now == null && !target.optional() && (step != null || requiring != null);
        return missing ? block(old, requiring == null ? step : requiring, Obstacle.NO_VALUE) : now;
    }

    /** Returns whether the row got another value, rather than the same one in another type. */
    boolean changes(Row old, Row row) {
        Object was = was(old);
        Object now = row.get(target.ordinal());
        return (was == null) != (now == null)
                || (was != null && (replacesValues() || TypeChange.nearest(was, target.type()) == null));
    }

    private Object was(Row old) {
        return source == null ? null : old.get(source.ordinal());
    }

    private Object block(Row old, MigrationStep inWhoseWay, Obstacle reason) {
        blocked = inWhoseWay;
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

    private boolean replacesValues() {
        return step instanceof MigrationStep.ChangeType change && !change.byValue();
    }
}
