// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldDefault;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.Relation;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.ArrayNode;
import io.lynchet.json.JsonNode.BooleanNode;
import io.lynchet.json.JsonNode.NumberNode;
import io.lynchet.json.JsonNode.ObjectNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The codec of a schema as JSON text, complete with defaults, flags, relations and indexes, for stores to keep. */
public final class SchemaCodec {
    // Grows when the text changes in a way that older code can't read.
    private static final long FORMAT = 1;

    private SchemaCodec() {}

    /** Encodes the schema as compact text; the same schema gives the same text. */
    public static String encode(Schema schema) {
        JsonWriter to = new JsonWriter(4_096);
        to.beginObject().name("format").value(FORMAT).name("entities").beginArray();
        schema.entities().forEach(entity -> write(to, entity));
        return to.endArray().endObject().toString();
    }

    /**
     * Decodes a schema. Fails with {@code INVALID_JSON} or {@code INVALID_DATA} when {@link #encode} has not written
     * the text, also for a later format.
     */
    public static Schema decode(String text) {
        try {
            ObjectNode root = object(JsonTree.readStored(text.getBytes(StandardCharsets.UTF_8)));
            if (!(root.get("format") instanceof NumberNode format)
                    || !format.literal().equals(Long.toString(FORMAT))) {
                throw unreadable(root, "this is not a schema of format " + FORMAT);
            }
            return new Schema(list(root, "entities", SchemaCodec::entity));
        } catch (IllegalArgumentException e) {
            throw new LynchetException(ErrorCode.INVALID_DATA, "The stored schema contradicts itself", e);
        }
    }

    private static void write(JsonWriter to, Entity entity) {
        to.beginObject().name("name").value(entity.name());
        to.name("replicated").value(entity.replicated());
        to.name("fields").beginArray();
        entity.fields().stream().skip(1).forEach(field -> write(to, field));
        to.endArray().name("indexes").beginArray();
        for (Index index : entity.indexes()) {
            to.beginObject().name("name").value(index.name());
            to.name("fields").value((Object) index.fields());
            to.name("unique").value(index.unique()).endObject();
        }
        to.endArray().name("relations").beginArray();
        for (Relation relation : entity.relations()) {
            to.beginObject().name("name").value(relation.name());
            to.name("target").value(relation.target());
            to.name("field").value(relation.field());
            to.name("many").value(relation.many()).endObject();
        }
        to.endArray().endObject();
    }

    private static void write(JsonWriter to, Field field) {
        to.beginObject().name("name").value(field.name());
        to.name("type").value(field.type().kind().name().toLowerCase(Locale.ROOT));
        if (field.type().target() != null) {
            to.name("target").value(field.type().target());
        }
        if (!field.type().values().isEmpty()) {
            to.name("values").value((Object) field.type().values());
        }
        to.name("optional").value(field.optional());
        to.name("unique").value(field.unique());
        to.name("readonly").value(field.readonly());
        to.name("serverOnly").value(field.serverOnly());
        if (field.serverWritten()) {
            // Left out otherwise, so that schemas stored before this flag existed keep their text.
            to.name("serverWritten").value(true);
        }
        field.defaultValue().ifPresent(value -> write(to.name("default"), value));
        to.endObject();
    }

    private static void write(JsonWriter to, FieldDefault value) {
        to.beginObject();
        if (value instanceof FieldDefault.Literal literal) {
            to.name("literal").value(literal.value());
        } else if (value instanceof FieldDefault.FromAuth auth) {
            to.name("auth").value(auth.property());
        } else {
            to.name("now").value(true);
        }
        to.endObject();
    }

    private static Entity entity(JsonNode node) {
        ObjectNode entity = object(node);
        return new Entity(
                text(entity, "name"),
                list(entity, "fields", SchemaCodec::field),
                list(entity, "indexes", SchemaCodec::index),
                list(entity, "relations", SchemaCodec::relation),
                flag(entity, "replicated"));
    }

    private static Index index(JsonNode node) {
        ObjectNode index = object(node);
        return new Index(text(index, "name"), list(index, "fields", SchemaCodec::string), flag(index, "unique"));
    }

    private static Relation relation(JsonNode node) {
        ObjectNode relation = object(node);
        return new Relation(
                text(relation, "name"), text(relation, "target"), text(relation, "field"), flag(relation, "many"));
    }

    private static Field field(JsonNode node) {
        ObjectNode field = object(node);
        FieldType type = new FieldType(
                FieldType.Kind.valueOf(text(field, "type").toUpperCase(Locale.ROOT)),
                field.get("target") == null ? null : text(field, "target"),
                field.get("values") == null ? List.of() : list(field, "values", SchemaCodec::string));
        return new Field(
                -1,
                text(field, "name"),
                type,
                flag(field, "optional"),
                flag(field, "unique"),
                flag(field, "readonly"),
                flag(field, "serverOnly"),
                field.get("serverWritten") != null && flag(field, "serverWritten"),
                Optional.ofNullable(field.get("default")).map(value -> defaultOf(type, object(value))));
    }

    private static FieldDefault defaultOf(FieldType type, ObjectNode node) {
        if (node.get("now") != null) {
            return new FieldDefault.Now();
        }
        if (node.get("auth") != null) {
            return new FieldDefault.FromAuth(text(node, "auth"));
        }
        JsonNode literal = node.get("literal");
        Object value = literal == null
                ? FieldValues.MISFIT
                : type.kind() == FieldType.Kind.JSON ? literal.text() : FieldValues.of(type, literal);
        if (value == FieldValues.MISFIT) {
            throw unreadable(node, "the default does not fit the type " + type);
        }
        return new FieldDefault.Literal(value);
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw unreadable(node, "an object is missing");
    }

    private static <T> List<T> list(ObjectNode object, String name, Function<JsonNode, T> item) {
        if (!(object.get(name) instanceof ArrayNode array)) {
            throw unreadable(object, "the list " + name + " is missing");
        }
        List<T> items = new ArrayList<>();
        array.items().forEach(node -> items.add(item.apply(node)));
        return items;
    }

    private static String text(ObjectNode object, String name) {
        if (object.get(name) == null) {
            throw unreadable(object, name + " is missing");
        }
        return string(object.get(name));
    }

    private static String string(JsonNode node) {
        if (node instanceof StringNode string) {
            return string.value();
        }
        throw unreadable(node, "a string is missing");
    }

    private static boolean flag(ObjectNode object, String name) {
        if (object.get(name) instanceof BooleanNode bool) {
            return bool.value();
        }
        throw unreadable(object, name + " is missing");
    }

    private static LynchetException unreadable(JsonNode node, String why) {
        return LynchetException.invalid(
                List.of(node.place().problem(ErrorCode.INVALID_DATA, "The stored schema can't be read: " + why)));
    }
}
