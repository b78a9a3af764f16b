// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.RowSource;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for rows whose condition may have changed although they did not change themselves: an {@code exists} in it
 * looks at a changed row of another entity. The filter lets too many rows through rather than too few.
 */
final class DependentRows {
    private DependentRows() {}

    /**
     * Returns a filter that finds the rows.
     *
     * @param condition the condition on the rows to find
     * @param entity the entity of the changed row
     * @param images the changed row, before and after
     */
    static Filter of(Filter condition, Entity entity, List<Row> images) {
        List<Filter> touching = new ArrayList<>();
        collect(condition, entity, images, touching);
        return withoutExists(condition).and(Filter.any(touching));
    }

    private static void collect(Filter filter, Entity entity, List<Row> images, List<Filter> touching) {
        if (filter instanceof Filter.All all) {
            all.parts().forEach(part -> collect(part, entity, images, touching));
        } else if (filter instanceof Filter.Any any) {
            any.parts().forEach(part -> collect(part, entity, images, touching));
        } else if (filter instanceof Filter.Not not) {
            collect(not.part(), entity, images, touching);
        } else if (filter instanceof Filter.Exists exists) {
            touching.add(touchedBy(exists, entity, images));
        }
    }

    private static Filter touchedBy(Filter.Exists exists, Entity entity, List<Row> images) {
        if (holdsExists(exists.filter())) {
            return Filter.Constant.TRUE;
        }
        if (exists.entity() != entity) {
            return Filter.Constant.FALSE;
        }
        return Filter.any(
                images.stream().map(image -> substitute(exists.filter(), image)).toList());
    }

    static boolean holdsExists(Filter filter) {
        return !filter.searches().isEmpty();
    }

    /** Returns the part of a condition that needs no other rows; for the most common shape only. */
    static Filter withoutExists(Filter condition) {
        if (condition instanceof Filter.All all) {
            return Filter.all(
                    all.parts().stream().filter(part -> !holdsExists(part)).toList());
        }
        return Filter.Constant.TRUE;
    }

    /** Returns the condition inside an {@code exists} with one row in place of the inner row. */
    private static Filter substitute(Filter filter, Row image) {
        if (filter instanceof Filter.All all) {
            return Filter.all(
                    all.parts().stream().map(part -> substitute(part, image)).toList());
        } else if (filter instanceof Filter.Any any) {
            return Filter.any(
                    any.parts().stream().map(part -> substitute(part, image)).toList());
        } else if (filter instanceof Filter.Not not) {
            return Filter.not(substitute(not.part(), image));
        }
        return comparison(filter, image);
    }

    private static Filter comparison(Filter filter, Row image) {
        if (filter instanceof Filter.Compare compare) {
            Operand left = put(compare.left(), image);
            Operand right = put(compare.right(), image);
            return settled(new Filter.Compare(left, compare.comparison(), right), image, left, right);
        } else if (filter instanceof Filter.Text text) {
            Operand of = put(text.text(), image);
            Operand pattern = put(text.pattern(), image);
            return settled(new Filter.Text(of, text.match(), pattern), image, of, pattern);
        } else if (filter instanceof Filter.IsNull isNull) {
            Operand of = put(isNull.operand(), image);
            return settled(new Filter.IsNull(of), image, of);
        } else if (filter instanceof Filter.IsTrue isTrue) {
            Operand of = put(isTrue.operand(), image);
            return settled(new Filter.IsTrue(of), image, of);
        } else if (filter instanceof Filter.In in) {
            Operand of = put(in.operand(), image);
            return settled(new Filter.In(of, in.values()), image, of);
        }
        return filter;
    }

    private static Operand put(Operand operand, Row image) {
        if (operand instanceof Operand.FieldRef ref) {
            return ref.depth() == 0
                    ? new Operand.Literal(image.get(ref.field().ordinal()))
                    : new Operand.FieldRef(ref.depth() - 1, ref.field());
        } else if (operand instanceof Operand.Computed computed) {
            List<Operand> arguments = computed.arguments().stream()
                    .map(argument -> put(argument, image))
                    .toList();
            return new Operand.Computed(computed.name(), arguments, computed.type(), computed.code());
        }
        return operand;
    }

    // A comparison without a field is known now. The result of a function may differ later, so such comparisons stay.
    private static Filter settled(Filter filter, Row image, Operand... operands) {
        for (Operand operand : operands) {
            if (!(operand instanceof Operand.Literal)) {
                return filter;
            }
        }
        return new Filter.Constant(filter.matches(Scope.of(image, RowSource.NONE)));
    }
}
