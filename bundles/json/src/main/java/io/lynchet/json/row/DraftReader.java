// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType.Kind;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.Problems;
import io.lynchet.json.SourceText;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * The reader of a JSON object into a {@link Draft}. The draft names only fields that the object names. A JSON null is a
 * named null, also for required fields, which the data service checks.
 *
 * <ul>
 *   <li>{@code string}, {@code richtext}: a string.
 *   <li>{@code int}: a number whose exact value is a whole number of 64 bits, however it is written: 5, 5.0 and 5e0 are
 *       the same in JSON. Fractions and larger numbers are refused.
 *   <li>{@code float}: a number; the nearest double, which must be finite; negative zero becomes zero.
 *   <li>{@code bool}: true or false.
 *   <li>{@code datetime}: a string {@code 2026-03-04T05:06[:07[.123456]]} with {@code Z} or an offset such as
 *       {@code +02:00}, in the years 0 to 9999 of UTC; truncated to microseconds.
 *   <li>{@code json}: any value, stored as compact text with numbers as they were written.
 *   <li>{@code id(Entity)}: a string of 1 to 200 characters. Enum: one of its values.
 *   <li>{@code id}: see {@link DraftRules#anyId}.
 * </ul>
 *
 * <p>Problems: {@code INVALID_COLUMN} for unknown names, {@code INVALID_VALUE} with the expected type,
 * {@code INVALID_ID}, {@code INVALID_DATA} for a text that is not an object.
 */
public final class DraftReader {
    private final Entity entity;
    private final DraftRules rules;
    private final String rootPath;
    private final Problems problems = new Problems();
    private final Draft draft;
    private Set<String> unknown;

    private DraftReader(Entity entity, DraftRules rules, String rootPath) {
        this.entity = entity;
        this.rules = rules;
        this.rootPath = rootPath;
        this.draft = new Draft(entity);
    }

    /** Reads a body; paths start at {@code $}. */
    public static Draft read(byte[] body, Entity entity, DraftRules rules) {
        return read(body, entity, rules, "$");
    }

    /** Reads a text whose paths start at the given root, such as {@code line 7: $} in a file of many. */
    public static Draft read(byte[] body, Entity entity, DraftRules rules, String rootPath) {
        DraftReader reader = new DraftReader(entity, rules, rootPath);
        SourceText source = SourceText.of(body);
        source.parse(parser -> {
            reader.object(source, parser);
            return null;
        });
        reader.problems.throwIfAny();
        return reader.draft;
    }

    /** Reads an object inside a larger document; paths are those of the node. */
    public static Draft read(JsonNode node, Entity entity, DraftRules rules) {
        DraftReader reader = new DraftReader(entity, rules, node.place().path());
        if (node instanceof JsonNode.ObjectNode object) {
            object.members().forEach(reader::member);
        } else {
            reader.notAnObject(node.kind());
        }
        reader.problems.throwIfAny();
        return reader.draft;
    }

    private void object(SourceText source, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            notAnObject(kind(parser.currentToken()));
            source.copy(new JsonWriter());
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = source.name();
            Field field = VisibleFields.find(entity, name, rules.serverOnlyFields());
            if (field == null ? !addUnknown(name) : draft.names(field)) {
                throw source.duplicate(name);
            }
            JsonToken token = parser.nextToken();
            if (field == null) {
                unknownColumn(name);
                source.copy(new JsonWriter());
            } else {
                set(field, value(field, token, source, parser), kind(token));
            }
        }
    }

    private boolean addUnknown(String name) {
        if (unknown == null) {
            unknown = new HashSet<>();
        }
        return unknown.add(name);
    }

    private static Object value(Field field, JsonToken token, SourceText source, JsonParser parser) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (field.type().kind() == Kind.JSON) {
            JsonWriter copy = new JsonWriter(256);
            source.copy(copy);
            return new JsonText(copy.toString());
        }
        return switch (token) {
            case VALUE_STRING -> FieldValues.ofString(field.type(), source.string());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? FieldValues.ofNumber(field.type(), parser.getText())
                        : FieldValues.ofLong(field.type(), parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> FieldValues.ofNumber(field.type(), parser.getText());
            case VALUE_TRUE -> FieldValues.ofBoolean(field.type(), true);
            case VALUE_FALSE -> FieldValues.ofBoolean(field.type(), false);
            default -> {
                source.copy(new JsonWriter());
                yield FieldValues.MISFIT;
            }
        };
    }

    private void member(JsonNode.Member member) {
        Field field = VisibleFields.find(entity, member.name(), rules.serverOnlyFields());
        JsonNode node = member.value();
        if (field == null) {
            unknownColumn(member.name());
        } else if (node.isNull()) {
            set(field, null, "null");
        } else if (field.type().kind() == Kind.JSON) {
            set(field, node.text(), node.kind());
        } else {
            set(field, FieldValues.of(field.type(), node), node.kind());
        }
    }

    private void set(Field field, Object value, String kind) {
        if (field.ordinal() == 0) {
            setId(field, value);
        } else if (value == FieldValues.MISFIT) {
            String expected = FieldValues.expected(field.type());
            problems.add(
                    path(field.name()),
                    ErrorCode.INVALID_VALUE,
                    "The field " + field.name() + " takes " + expected + "; this is " + kindOfMisfit(field, kind));
            draft.set(field, null);
        } else {
            draft.set(field, value);
        }
    }

    private void setId(Field field, Object value) {
        boolean good = value instanceof String id && (rules.anyId() || isMintedId(id));
        if (good) {
            draft.set(field, value);
        } else {
            String expected = rules.anyId()
                    ? "a string of 1 to 200 characters"
                    : "40 lower-case hexadecimal digits; leave it out and the server makes one";
            problems.add(path(field.name()), ErrorCode.INVALID_ID, "The id must be " + expected);
            draft.set(field, null);
        }
    }

    private static boolean isMintedId(String id) {
        return id.length() == 40 && id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    // The JSON type is right, so the message is about the value.
    private static String kindOfMisfit(Field field, String kind) {
        boolean sameKind = field.type().kind().text() || field.type().kind() == Kind.DATETIME
                ? kind.equals("a string")
                : field.type().kind().numeric() && kind.equals("a number");
        return sameKind ? kind + " that is not" : kind;
    }

    private void notAnObject(String kind) {
        problems.add(rootPath, ErrorCode.INVALID_DATA, "The data must be a JSON object; this is " + kind);
    }

    private void unknownColumn(String name) {
        VisibleFields.unknown(problems, path(name), entity, name, rules.serverOnlyFields());
    }

    private String path(String name) {
        return rootPath + JsonPlace.memberSegment(name);
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
