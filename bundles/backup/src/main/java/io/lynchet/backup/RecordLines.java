// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.ChangeKind;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.json.ChangeCodec;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import io.lynchet.json.JsonWriter;
import io.lynchet.json.RowCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One record a line; the page {@code docs/backup-format.md} has them all. What can't be read is {@code BACKUP_DAMAGED}. */
final class RecordLines {
    private static final byte[] ROW_BEGIN = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROW_MIDDLE = ",\"row\":".getBytes(StandardCharsets.US_ASCII);

    private RecordLines() {}

    /** A row with the seq of its last change. */
    record StoredRow(Row row, long lastChange) {}

    /** An answer with its key. */
    record Operation(OperationKey key, Committed answer) {}

    static byte[] row(Row row, long lastChange) {
        JsonWriter to = new JsonWriter(256).beginObject().name("seq").value(lastChange);
        return to.name("row").bytes(RowCodec.encode(row)).endObject().toBytes();
    }

    /** There are millions of these, so the row is decoded where it stands. */
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

    static byte[] change(Change change) {
        return ChangeCodec.encode(change);
    }

    static Change change(byte[] line, Schema schema) {
        try {
            return ChangeCodec.decode(line, schema);
        } catch (RuntimeException e) {
            throw unreadable("a change", e);
        }
    }

    private static ChangeKind kind(String wireName) {
        return ChangeKind.valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    static byte[] operation(OperationKey key, Committed answer) {
        JsonWriter to = new JsonWriter(256).beginObject().name("client").value(key.clientId());
        to.name("operation").value(key.operationId()).name("seq").value(answer.seq());
        if (!answer.request().isEmpty()) {
            to.name("request").value(answer.request());
        }
        to.name("applied").beginArray();
        for (Committed.Applied applied : answer.applied()) {
            to.beginObject().name("entity").value(applied.entity()).name("id").value(applied.id());
            to.name("kind").value(applied.kind().wireName()).name("seq").value(applied.seq());
            to.endObject();
        }
        return to.endArray().endObject().toBytes();
    }

    static Operation operation(byte[] line) {
        return read("an answer", line, node -> {
            List<Committed.Applied> applied = new ArrayList<>();
            for (JsonNode item : ((JsonNode.ArrayNode) node.get("applied")).items()) {
                JsonNode.ObjectNode one = (JsonNode.ObjectNode) item;
                applied.add(new Committed.Applied(
                        text(one, "entity"), text(one, "id"), kind(text(one, "kind")), number(one, "seq")));
            }
            return new Operation(
                    new OperationKey(text(node, "client"), text(node, "operation")),
                    new Committed(
                            number(node, "seq"),
                            applied,
                            false,
                            node.get("request") == null ? "" : text(node, "request")));
        });
    }

    /** How one kind of record is read. */
    @FunctionalInterface
    interface Shape<T> {
        T of(JsonNode.ObjectNode node);
    }

    /** Whatever is wrong with a text that this bundle has written, it is damaged. */
    static <T> T read(String what, byte[] text, Shape<T> shape) {
        try {
            return shape.of((JsonNode.ObjectNode) JsonTree.readStored(text));
        } catch (RuntimeException e) {
            throw unreadable(what, e);
        }
    }

    static String text(JsonNode.ObjectNode node, String name) {
        return ((JsonNode.StringNode) node.get(name)).value();
    }

    static long number(JsonNode.ObjectNode node, String name) {
        return Long.parseLong(((JsonNode.NumberNode) node.get(name)).literal());
    }

    private static LynchetException unreadable(String what, Exception cause) {
        return new LynchetException(ErrorCode.BACKUP_DAMAGED, what + " can't be read", cause);
    }
}
