// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.JsonText;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * What is left of a row that has to go and can't, since others require it: its id. Optional fields become null and required ones say nothing; those
 * that have to be unique follow from the id. A required reference and a required enum that has to be unique stay as they are. {@code deletedAt}, if the
 * app has such a moment, is set.
 */
final class EmptiedRow {
    private static final String DELETED_AT = "deletedAt";

    private EmptiedRow() {}

    /** The change that empties it. */
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
        long number = HexFormat.fromHexDigitsToLong(Secrets.hash(id).substring(0, 12));
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
