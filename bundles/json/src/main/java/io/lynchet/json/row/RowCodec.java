// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The codec of rows in the log: a JSON object by field name, without nulls, server-only fields included. Every value
 * survives the round trip exactly.
 */
public final class RowCodec {
    private RowCodec() {}

    /** Encodes the row as UTF-8. */
    public static byte[] encode(Row row) {
        return new JsonWriter(64 + 24 * row.entity().fields().size())
                .storedRow(row)
                .toBytes();
    }

    /** Encodes the row as text. */
    public static String encodeText(Row row) {
        return new JsonWriter(64 + 24 * row.entity().fields().size())
                .storedRow(row)
                .toString();
    }

    /**
     * Decodes a row as an entity of this or a later generation. Unknown names are dropped, and missing fields are null.
     * Values that their field's type no longer takes are null.
     *
     * @throws io.lynchet.api.LynchetException {@code INVALID_JSON}, {@code INVALID_DATA} when {@link #encode} has not
     *     written the text
     */
    public static Row decode(byte[] text, Entity entity) {
        SourceText source = SourceText.stored(text);
        return source.parse(parser -> row(source, parser, entity));
    }

    /** Decodes like {@link #decode(byte[], Entity)}. */
    public static Row decode(String text, Entity entity) {
        return decode(text.getBytes(StandardCharsets.UTF_8), entity);
    }

    /** Reads the row at the parser. */
    static Row row(SourceText source, JsonParser parser, Entity entity) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new LynchetException(ErrorCode.INVALID_DATA, "A stored row of " + entity + " is not an object");
        }
        Object[] values = new Object[entity.fields().size()];
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Field field = entity.fieldOrNull(parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else {
                Object value = value(field.type(), token, source, parser);
                values[field.ordinal()] = value == FieldValues.MISFIT ? null : value;
            }
        }
        return Row.owning(entity, values);
    }

    private static Object value(FieldType type, JsonToken token, SourceText source, JsonParser parser)
            throws IOException {
        if (type.kind() == FieldType.Kind.JSON && token != JsonToken.VALUE_NULL) {
            return new JsonText(source.verbatim());
        }
        return switch (token) {
            case VALUE_STRING -> FieldValues.ofString(type, parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? FieldValues.ofNumber(type, parser.getText())
                        : FieldValues.ofLong(type, parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> FieldValues.ofNumber(type, parser.getText());
            case VALUE_TRUE -> FieldValues.ofBoolean(type, true);
            case VALUE_FALSE -> FieldValues.ofBoolean(type, false);
            default -> {
                parser.skipChildren();
                yield FieldValues.MISFIT;
            }
        };
    }
}
