// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import io.lynchet.api.JsonText;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.auth.schema.TokenDigests;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * The remainder of a row that has to go but is required by others: its id. Optional fields become null, and required
 * ones get an empty value. Values that must be unique are derived from the id. A required reference, and a required
 * enum or bool that must be unique, stay unchanged. {@code deletedAt} is set if the entity has such a datetime.
 */
final class Tombstone {
    private static final String DELETED_AT = "deletedAt";

    private Tombstone() {}

    /** Returns the change that empties the row. */
    static Draft patch(AppRow row, Instant now) {
        Draft patch = new Draft(row.entity());
        for (Field field : row.entity().fields()) {
            if (field.ordinal() > 0) {
                empty(patch, field, row.id(), now);
            }
        }
        return patch;
    }

    private static void empty(Draft patch, Field field, String id, Instant now) {
        if (field.name().equals(DELETED_AT) && field.type().kind() == FieldType.Kind.DATETIME) {
            patch.set(field, now);
        } else if (field.optional()) {
            patch.set(field, null);
        } else {
            Object value = isUnique(patch.entity(), field) ? unique(field.type(), id) : plain(field.type());
            if (value != null) {
                patch.set(field, value);
            }
        }
    }

    private static boolean isUnique(Entity entity, Field field) {
        return field.unique()
                || entity.indexes().stream()
                        .anyMatch(index -> index.unique() && index.fields().contains(field.name()));
    }

    private static Object plain(FieldType type) {
        return switch (type.kind()) {
            case STRING, RICHTEXT -> "";
            case INT -> 0L;
            case FLOAT -> 0.0;
            case BOOL -> false;
            case DATETIME -> Instant.EPOCH;
            case JSON -> new JsonText("{}");
            case ENUM -> type.values().get(0);
            case ID, REFERENCE -> null;
        };
    }

    private static Object unique(FieldType type, String id) {
        long number = HexFormat.fromHexDigitsToLong(TokenDigests.hash(id).substring(0, 12));
        return switch (type.kind()) {
            case STRING, RICHTEXT -> "deleted " + id;
            case INT -> number;
            case FLOAT -> (double) number;
            case DATETIME -> Instant.EPOCH.plus(number, ChronoUnit.MICROS);
            case JSON -> plain(type);
            case BOOL, ENUM, ID, REFERENCE -> null;
        };
    }
}
