// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;

/** Keeps server-only fields from callers: their values leave as null, and naming them fails as if they were not declared. */
final class ServerOnlyFields {
    private ServerOnlyFields() {}

    static boolean presentIn(Entity entity) {
        for (Field field : entity.fields()) {
            if (field.serverOnly()) {
                return true;
            }
        }
        return false;
    }

    static Row mask(Row row) {
        if (!presentIn(row.entity())) {
            return row;
        }
        Draft blank = new Draft(row.entity());
        for (Field field : row.entity().fields()) {
            if (field.serverOnly()) {
                blank.set(field, null);
            }
        }
        return row.with(blank);
    }

    static void refuse(Filter filter) {
        if (filter instanceof Filter.All all) {
            all.parts().forEach(ServerOnlyFields::refuse);
        } else if (filter instanceof Filter.Any any) {
            any.parts().forEach(ServerOnlyFields::refuse);
        } else if (filter instanceof Filter.Not not) {
            refuse(not.part());
        } else if (filter instanceof Filter.Compare compare) {
            refuse(compare.left());
            refuse(compare.right());
        } else if (filter instanceof Filter.Text text) {
            refuse(text.text());
            refuse(text.pattern());
        } else if (filter instanceof Filter.IsNull isNull) {
            refuse(isNull.operand());
        } else if (filter instanceof Filter.IsTrue isTrue) {
            refuse(isTrue.operand());
        } else if (filter instanceof Filter.In in) {
            refuse(in.operand());
        } else if (filter instanceof Filter.Exists exists) {
            refuse(exists.filter());
        }
    }

    static void refuse(Field field) {
        if (field != null && field.serverOnly()) {
            throw new LynchetException(ErrorCode.INVALID_COLUMN, "Unknown column \"" + field.name() + "\"");
        }
    }

    private static void refuse(Operand operand) {
        if (operand instanceof Operand.FieldRef ref) {
            refuse(ref.field());
        } else if (operand instanceof Operand.Computed computed) {
            computed.arguments().forEach(ServerOnlyFields::refuse);
        }
    }
}
