// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.Problems;
import java.util.List;

/** The fields of an entity that a caller knows: for callers who are not admins, server-only fields do not exist. */
public final class VisibleFields {
    private static final int LISTED_MAX = 100;

    private VisibleFields() {}

    /** Returns the field, or null. */
    public static Field find(Entity entity, String name, boolean serverOnly) {
        Field field = entity.fieldOrNull(name);
        return field != null && (serverOnly || !field.serverOnly()) ? field : null;
    }

    /**
     * Adds the problem of an unknown name. Hostile input may hold many of them, so the message is only made when it is
     * kept.
     */
    public static void unknown(Problems problems, String path, Entity entity, String name, boolean serverOnly) {
        if (!problems.isFull()) {
            problems.add(path, ErrorCode.INVALID_COLUMN, message(entity, name, serverOnly));
        }
    }

    /** Returns {@code Unknown column "x" -- valid columns: id, a, b (did you mean "a"?)}. */
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
