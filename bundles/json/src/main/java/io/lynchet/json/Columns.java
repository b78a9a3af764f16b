// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import java.util.List;

/** The fields of an entity as a caller knows them: for those who are not admins, server-only fields do not exist. */
final class Columns {
    private static final int LISTED_MAX = 100;

    private Columns() {}

    /** The field, or null. */
    static Field find(Entity entity, String name, boolean serverOnly) {
        Field field = entity.fieldOrNull(name);
        return field != null && (serverOnly || !field.serverOnly()) ? field : null;
    }

    /** Adds the problem of a name that is no field. Hostile input may hold a great many, so the message is made only if it is kept. */
    static void unknown(Problems problems, String path, Entity entity, String name, boolean serverOnly) {
        if (!problems.isFull()) {
            problems.add(path, ErrorCode.INVALID_COLUMN, message(entity, name, serverOnly));
        }
    }

    /** {@code Unknown column "x" -- valid columns: id, a, b (did you mean "a"?)}. */
    private static String message(Entity entity, String name, boolean serverOnly) {
        List<String> known = entity.fields().stream()
                .filter(field -> serverOnly || !field.serverOnly())
                .map(Field::name)
                .toList();
        String listed = String.join(", ", known.subList(0, Math.min(known.size(), LISTED_MAX)));
        String more = known.size() > LISTED_MAX ? ", …" : "";
        return "Unknown column " + Problems.quote(name) + " -- valid columns: " + listed + more
                + DidYouMean.hint(name, known);
    }
}
