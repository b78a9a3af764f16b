// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.format;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.row.ChangeCodec;
import io.lynchet.json.row.RowCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The lines of a backup, one record each; the page {@code docs/backup.md} lists them all. Unreadable lines fail with
 * {@code BACKUP_DAMAGED}.
 */
public final class RecordLines {
    private static final byte[] ROW_BEGIN = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROW_MIDDLE = ",\"row\":".getBytes(StandardCharsets.US_ASCII);

    private RecordLines() {}

    /** A row with the seq of its last change. */
    record StoredRow(Row row, long lastChange) {}

    /** A remembered result with its key. */
    public record Operation(OperationKey key, WriteResult answer) {}

    static byte[] row(Row row, long lastChange) {
        JsonWriter to = new JsonWriter(256).beginObject().name("seq").value(lastChange);
        return to.name("row").bytes(RowCodec.encode(row)).endObject().toBytes();
    }

    /** Decodes a row in place, since there are millions of these lines. */
    static StoredRow row(byte[] line, Entity entity) {
        int at = ROW_BEGIN.length;
        long seq = 0;
        while (at < line.length && line[at] >= '0' && line[at] <= '9') {
            seq = Math.addExact(Math.multiplyExact(seq, 10), line[at] - '0');
            at++;
        }
        int row = at + ROW_MIDDLE.length;
        boolean shaped = at > ROW_BEGIN.length
                && row < line.length
                && Arrays.equals(line, 0, ROW_BEGIN.length, ROW_BEGIN, 0, ROW_BEGIN.length)
                && Arrays.equals(line, at, row, ROW_MIDDLE, 0, ROW_MIDDLE.length)
                && line[line.length - 1] == '}';
        if (!shaped) {
            throw unreadable("a row", null);
        }
        return new StoredRow(RowCodec.decode(Arrays.copyOfRange(line, row, line.length - 1), entity), seq);
    }

    public static byte[] change(Change change) {
        return ChangeCodec.encode(change);
    }

    public static Change change(byte[] line, Schema schema) {
        try {
            return ChangeCodec.decode(line, schema);
        } catch (RuntimeException e) {
            throw unreadable("a change", e);
        }
    }

    private static ChangeKind kind(String wireName) {
        return ChangeKind.valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    public static byte[] operation(OperationKey key, WriteResult answer) {
        JsonWriter to = new JsonWriter(256).beginObject().name("client").value(key.clientId());
        to.name("operation").value(key.operationId()).name("seq").value(answer.seq());
        if (!answer.request().isEmpty()) {
            to.name("request").value(answer.request());
        }
        to.name("applied").beginArray();
        for (WriteResult.Item applied : answer.items()) {
            to.beginObject().name("entity").value(applied.entity()).name("id").value(applied.id());
            to.name("kind").value(applied.kind().wireName()).name("seq").value(applied.seq());
            to.endObject();
        }
        return to.endArray().endObject().toBytes();
    }

    public static Operation operation(byte[] line) {
        return read("a result", line, node -> {
            List<WriteResult.Item> applied = new ArrayList<>();
            for (JsonNode item : ((JsonNode.ArrayNode) node.get("applied")).items()) {
                JsonNode.ObjectNode one = (JsonNode.ObjectNode) item;
                applied.add(new WriteResult.Item(
                        text(one, "entity"), text(one, "id"), kind(text(one, "kind")), number(one, "seq")));
            }
            return new Operation(
                    new OperationKey(text(node, "client"), text(node, "operation")),
                    new WriteResult(
                            number(node, "seq"),
                            applied,
                            false,
                            node.get("request") == null ? "" : text(node, "request")));
        });
    }

    /** A reader of one kind of record. */
    @FunctionalInterface
    public interface Shape<T> {
        T of(JsonNode.ObjectNode node);
    }

    /** Reads a text that this bundle has written, so that any error means damage. */
    public static <T> T read(String what, byte[] text, Shape<T> shape) {
        try {
            return shape.of((JsonNode.ObjectNode) JsonTree.readStored(text));
        } catch (RuntimeException e) {
            throw unreadable(what, e);
        }
    }

    public static String text(JsonNode.ObjectNode node, String name) {
        return ((JsonNode.StringNode) node.get(name)).value();
    }

    public static long number(JsonNode.ObjectNode node, String name) {
        return Long.parseLong(((JsonNode.NumberNode) node.get(name)).literal());
    }

    private static LynchetException unreadable(String what, Exception cause) {
        return new LynchetException(ErrorCode.BACKUP_DAMAGED, what + " can't be read", cause);
    }
}
