// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonWriter;
import java.util.function.Predicate;

/** JSON schemas of an entity's rows: as they are read, as they are inserted, and as patches. Server-only fields are left out. */
final class EntitySchemas {
    private EntitySchemas() {}

    static void write(JsonWriter json, Entity entity) {
        json.name(entity.name()).beginObject().name("type").value("object");
        required(json, entity, field -> true);
        properties(json, entity, field -> true, true);
        json.endObject();

        json.name(entity.name() + "Insert").beginObject().name("type").value("object");
        required(
                json,
                entity,
                field -> field.ordinal() > 0
                        && !field.optional()
                        && !field.serverWritten()
                        && field.defaultValue().isEmpty());
        properties(json, entity, field -> true, false);
        json.name("additionalProperties").value(false).endObject();

        json.name(entity.name() + "Patch").beginObject().name("type").value("object");
        properties(json, entity, field -> field.ordinal() > 0 && !field.readonly(), false);
        json.name("additionalProperties").value(false).endObject();
    }

    private static void required(JsonWriter json, Entity entity, Predicate<Field> which) {
        json.name("required").beginArray();
        entity.fields().stream()
                .filter(field -> !field.serverOnly())
                .filter(which)
                .forEach(field -> json.value(field.name()));
        json.endArray();
    }

    private static void properties(JsonWriter json, Entity entity, Predicate<Field> which, boolean stored) {
        json.name("properties").beginObject();
        for (Field field : entity.fields()) {
            if (!field.serverOnly() && which.test(field)) {
                json.name(field.name());
                schema(json, field, stored);
            }
        }
        json.endObject();
    }

    private static void schema(JsonWriter json, Field field, boolean stored) {
        FieldType type = field.type();
        if (type.kind() == FieldType.Kind.JSON) {
            // Anything, which an empty schema says.
            json.beginObject().endObject();
            return;
        }
        json.beginObject();
        String name = typeName(type.kind());
        if (field.optional()) {
            json.name("type").beginArray().value(name).value("null").endArray();
        } else {
            json.name("type").value(name);
        }
        switch (type.kind()) {
            case INT -> json.name("format").value("int64");
            case FLOAT -> json.name("format").value("double");
            case DATETIME -> json.name("format").value("date-time");
            case ID -> id(json, stored);
            case ENUM -> values(json, field);
            case REFERENCE -> json.name("description").value("Id of a row of " + type.target() + ".");
            default -> {}
        }
        if (field.serverWritten()) {
            json.name("description").value("Written by the server; from admins it is taken, from others refused.");
        } else if (field.readonly()) {
            json.name("description").value("Can't be changed after the insert.");
        }
        json.endObject();
    }

    private static void id(JsonWriter json, boolean stored) {
        if (!stored) {
            json.name("pattern").value("^[0-9a-f]{40}$");
        }
    }

    private static void values(JsonWriter json, Field field) {
        json.name("enum").beginArray();
        field.type().values().forEach(json::value);
        if (field.optional()) {
            json.nullValue();
        }
        json.endArray();
    }

    private static String typeName(FieldType.Kind kind) {
        return switch (kind) {
            case INT -> "integer";
            case FLOAT -> "number";
            case BOOL -> "boolean";
            default -> "string";
        };
    }
}
