// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.JsonText;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The JSON schemas of an entity's rows: for reads, inserts and patches. Server-only fields are left out. */
final class EntitySchemas {
    private static final int ID_CHARS_MAX = 200;

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

    /** Returns the fields by which callers may filter, the id included. */
    static List<Field> filterable(Entity entity) {
        return entity.fields().stream()
                .filter(field -> !field.serverOnly() && field.type().kind() != FieldType.Kind.JSON)
                .toList();
    }

    /** Returns the schema of a value in a query to compare the field with. */
    static JsonText operand(Field field) {
        JsonWriter json = new JsonWriter(128);
        schema(json, plain(field), true);
        String value = new String(json.toBytes(), StandardCharsets.UTF_8);
        // The word null asks for rows without a value, except where it is an ordinary text.
        return new JsonText(field.type().kind().text() ? value : "{\"anyOf\":[" + value + ",{\"const\":\"null\"}]}");
    }

    /**
     * Returns the schema of such a value in a path, where text can't be empty and has no control characters and
     * slashes.
     */
    static JsonText segment(Field field) {
        return switch (field.type().kind()) {
            case STRING, RICHTEXT, ID, REFERENCE -> OpenApiDocument.SEGMENT;
            default -> operand(field);
        };
    }

    /** Returns the same type without its rules for writes. */
    private static Field plain(Field field) {
        return new Field(
                field.ordinal(), field.name(), field.type(), false, false, false, false, false, Optional.empty());
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
            // Any value, as an empty schema says.
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
            case INT ->
                json.name("format")
                        .value("int64")
                        .name("minimum")
                        .value(Long.MIN_VALUE)
                        .name("maximum")
                        .value(Long.MAX_VALUE);
            case FLOAT -> json.name("format").value("double");
            case DATETIME -> json.name("format").value("date-time");
            case ID -> id(json, stored);
            case ENUM -> values(json, field);
            case REFERENCE -> {
                length(json);
                json.name("description").value("Id of a row of " + type.target() + ".");
            }
            default -> {}
        }
        if (field.serverWritten()) {
            json.name("description").value("The server writes it; admins may set it, other callers may not.");
        } else if (field.readonly()) {
            json.name("description").value("It can't change after the insert.");
        }
        json.endObject();
    }

    private static void id(JsonWriter json, boolean stored) {
        length(json);
        if (!stored) {
            json.name("pattern").value("^[0-9a-f]{40}$");
        }
    }

    private static void length(JsonWriter json) {
        json.name("minLength").value(1).name("maxLength").value(ID_CHARS_MAX);
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
