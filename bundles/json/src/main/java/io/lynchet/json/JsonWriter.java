// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.lynchet.api.JsonText;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.text.IsoInstant;
import io.lynchet.json.text.JsonString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/**
 * A writer of compact JSON as UTF-8 into a reusable buffer that grows. Used by one thread at a time.
 *
 * <p>It writes commas by itself. The caller must match brackets and put names where they belong. Half a surrogate pair,
 * which UTF-8 can't hold, is written as U+FFFD; readers of this package never accept one.
 */
public final class JsonWriter {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final int KEPT_BYTES_MAX = 1024 * 1024;

    // Below this every whole double prints the same digits as a long.
    private static final double EXACT_WHOLE = 1e15;

    private byte[] buffer;
    private int size;
    private boolean comma;
    private Entity lastEntity;
    private RowKeys lastKeys;

    public JsonWriter() {
        this(1_024);
    }

    /** @param bytes the first size of the buffer */
    public JsonWriter(int bytes) {
        buffer = new byte[Math.max(16, bytes)];
    }

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /** Writes the name of the member whose value comes next. */
    public JsonWriter name(String name) {
        value(name);
        reserve(1);
        buffer[size++] = ':';
        comma = false;
        return this;
    }

    public JsonWriter nullValue() {
        return bytes(NULL);
    }

    public JsonWriter value(boolean value) {
        return bytes(value ? TRUE : FALSE);
    }

    public JsonWriter value(long value) {
        separate(20);
        size = NumberOutput.outputLong(value, buffer, size);
        comma = true;
        return this;
    }

    /**
     * Writes the shortest decimal that reads back as the same double, always with a fraction or an exponent. Throws
     * {@link IllegalArgumentException} for a value that is not finite.
     */
    public JsonWriter value(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        if (Math.abs(value) < EXACT_WHOLE && value == (long) value && !(value == 0 && 1 / value < 0)) {
            value((long) value);
            reserve(2);
            buffer[size++] = '.';
            buffer[size++] = '0';
            return this;
        }
        return literal(NumberOutput.toString(value, true));
    }

    /** Writes a string, escaped as far as JSON requires; null for null. */
    public JsonWriter value(String value) {
        if (value == null) {
            return nullValue();
        }
        int length = value.length();
        separate(length + 2);
        byte[] to = buffer;
        int at = size;
        to[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (!JsonString.isPlain(c)) {
                size = at;
                return endString(value, i);
            }
            to[at++] = (byte) c;
        }
        to[at++] = '"';
        size = at;
        comma = true;
        return this;
    }

    /**
     * Writes an instant of the years 0 to 9999, such as {@code 2026-01-31T12:00:00.123456Z}, with as many groups of
     * digits as it needs; null for null.
     */
    public JsonWriter value(Instant value) {
        if (value == null) {
            return nullValue();
        }
        if (!IsoInstant.isWritable(value)) {
            throw new IllegalArgumentException("year out of range: " + value);
        }
        separate(IsoInstant.BYTES_MAX + 2);
        buffer[size++] = '"';
        size = IsoInstant.write(value, buffer, size);
        buffer[size++] = '"';
        comma = true;
        return this;
    }

    /** Writes a value that is JSON already; null for null. */
    public JsonWriter value(JsonText value) {
        return value == null ? nullValue() : bytes(value.text().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes any value: null, String, Long, Integer, Double, Boolean, Instant, JsonText, {@link JsonNode}, Map (with
     * String keys) and Iterable of these. Throws {@link IllegalArgumentException} for others.
     */
    public JsonWriter value(Object value) {
        if (value == null) {
            return nullValue();
        } else if (value instanceof String text) {
            return value(text);
        } else if (value instanceof Long || value instanceof Integer) {
            return value(((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            return value(truth.booleanValue());
        } else if (value instanceof Double number) {
            return value(number.doubleValue());
        } else if (value instanceof Instant instant) {
            return value(instant);
        } else if (value instanceof JsonText json) {
            return value(json);
        }
        return structure(value);
    }

    private JsonWriter structure(Object value) {
        if (value instanceof JsonNode node) {
            return node(node);
        } else if (value instanceof Map<?, ?> map) {
            beginObject();
            map.forEach((name, member) -> name((String) name).value(member));
            return endObject();
        } else if (value instanceof Iterable<?> items) {
            beginArray();
            items.forEach(this::value);
            return endArray();
        }
        throw new IllegalArgumentException("no JSON for " + value.getClass());
    }

    /** Writes the value of a node, numbers as they were written. */
    public JsonWriter node(JsonNode node) {
        if (node instanceof JsonNode.ObjectNode object) {
            beginObject();
            object.members().forEach(member -> name(member.name()).node(member.value()));
            return endObject();
        } else if (node instanceof JsonNode.ArrayNode array) {
            beginArray();
            array.items().forEach(this::node);
            return endArray();
        } else if (node instanceof JsonNode.NumberNode number) {
            return literal(number.literal());
        }
        return value(node.plain());
    }

    /**
     * Writes a row with all its columns, absent ones as null, in declared order with the id first.
     *
     * @param admin whether server-only fields are written
     */
    public JsonWriter row(Row row, boolean admin) {
        beginObject();
        return columns(row, admin).endObject();
    }

    /** Writes the members of {@link #row} without the braces, for objects that hold more than the row. */
    public JsonWriter columns(Row row, boolean admin) {
        RowKeys keys = keysOf(row.entity());
        byte[][] names = keys.names;
        for (int i = 0; i < names.length; i++) {
            if (admin || !keys.serverOnly[i]) {
                bytes(names[i]);
                comma = false;
                value(row.get(i));
            }
        }
        return this;
    }

    /** Writes a row as the log stores it: every field that is not null. */
    public JsonWriter storedRow(Row row) {
        byte[][] names = keysOf(row.entity()).names;
        beginObject();
        for (int i = 0; i < names.length; i++) {
            Object value = row.get(i);
            if (value != null) {
                bytes(names[i]);
                comma = false;
                value(value);
            }
        }
        return endObject();
    }

    /** Writes a value that is UTF-8 JSON already, such as a row for many receivers. */
    public JsonWriter bytes(byte[] json) {
        separate(json.length);
        System.arraycopy(json, 0, buffer, size, json.length);
        size += json.length;
        comma = true;
        return this;
    }

    /** Ends a line; the next value begins a new text. */
    public JsonWriter newLine() {
        reserve(1);
        buffer[size++] = '\n';
        comma = false;
        return this;
    }

    /** Writes ASCII that is JSON already. */
    JsonWriter literal(String ascii) {
        separate(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
        comma = true;
        return this;
    }

    /** Returns the number of written bytes. */
    public int size() {
        return size;
    }

    /** Returns a copy of the written bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Writes the buffer to the stream; the writer keeps it until {@link #reset}. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    /** Clears the writer; a buffer that has grown beyond 1 MiB is replaced by a smaller one. */
    public JsonWriter reset() {
        size = 0;
        comma = false;
        if (buffer.length > KEPT_BYTES_MAX) {
            buffer = new byte[KEPT_BYTES_MAX];
        }
        return this;
    }

    /** Returns the written text. */
    @Override
    public String toString() {
        return new String(buffer, 0, size, StandardCharsets.UTF_8);
    }

    private RowKeys keysOf(Entity entity) {
        if (entity != lastEntity) {
            lastKeys = RowKeys.of(entity);
            lastEntity = entity;
        }
        return lastKeys;
    }

    private JsonWriter open(char bracket) {
        separate(1);
        buffer[size++] = (byte) bracket;
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        reserve(1);
        buffer[size++] = (byte) bracket;
        comma = true;
        return this;
    }

    private void separate(int more) {
        reserve(more + 1);
        if (comma) {
            buffer[size++] = ',';
        }
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            int wanted = Math.addExact(size, more);
            int doubled = buffer.length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : buffer.length * 2;
            buffer = Arrays.copyOf(buffer, Math.max(wanted, doubled));
        }
    }

    // Writes the rest of a string, from the first character that needs an escape or several bytes.
    private JsonWriter endString(String value, int from) {
        reserve(JsonString.bytes(value, from) + 1);
        size = JsonString.write(value, from, buffer, size);
        buffer[size++] = '"';
        comma = true;
        return this;
    }
}
