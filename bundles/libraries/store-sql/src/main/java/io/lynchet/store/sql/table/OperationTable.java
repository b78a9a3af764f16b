// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.table;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.store.sql.database.Database;
import io.lynchet.store.sql.database.PreparedQuery;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The remembered results of commits with an operation key. */
public final class OperationTable {
    /** The number of old results that one call removes, so that no commit waits long for it. */
    public static final int PRUNED_AT_ONCE_MAX = 500;

    private static final String FIND = "SELECT answer FROM lynchet_operations WHERE client = ?1 AND operation = ?2";
    public static final String KEEP =
            "INSERT INTO lynchet_operations (client, operation, at, answer) VALUES (?1, ?2, ?3, ?4)";
    private static final String KEEP_AGAIN =
            KEEP + " ON CONFLICT (client, operation) DO UPDATE SET at = excluded.at, answer = excluded.answer";
    private static final String PRUNE = "DELETE FROM lynchet_operations WHERE (client, operation) IN"
            + " (SELECT client, operation FROM lynchet_operations WHERE at < ?1 LIMIT " + PRUNED_AT_ONCE_MAX + ")";
    private static final String ALL =
            "SELECT client, operation, answer FROM lynchet_operations ORDER BY client, operation";
    // A result begins with its seq, eight bytes, the highest first: as bytes they sort like numbers.
    private static final String BETWEEN = "SELECT client, operation, answer FROM lynchet_operations WHERE "
            + Catalog.ANSWER_SEQ + " BETWEEN ?1 AND ?2";

    private OperationTable() {}

    /** Returns the remembered result, or null when the key is not known. */
    public static WriteResult find(Database database, OperationKey key) throws SQLException {
        PreparedQuery statement = database.prepare(FIND);
        try {
            return statement.first(key.clientId(), key.operationId()) ? decode(statement.bytesAt(0)) : null;
        } finally {
            statement.reset();
        }
    }

    /**
     * Remembers a result.
     *
     * @param atMicros the instant from which its age counts
     */
    public static void keep(Database database, OperationKey key, WriteResult answer, long atMicros)
            throws SQLException {
        database.runLater(KEEP, key.clientId(), key.operationId(), atMicros, encode(answer));
    }

    /** Remembers a result like {@link #keep}, also when the key is known. */
    public static void keepAgain(Database database, OperationKey key, WriteResult answer, long atMicros)
            throws SQLException {
        database.runLater(KEEP_AGAIN, key.clientId(), key.operationId(), atMicros, encode(answer));
    }

    /** Removes some of the older results and returns whether there may be more. */
    public static boolean prune(Database database, long beforeMicros) throws SQLException {
        database.run(PRUNE, beforeMicros);
        return database.changes() == PRUNED_AT_ONCE_MAX;
    }

    /** Passes on all results, by client and operation. */
    public static void all(Database database, BiConsumer<OperationKey, WriteResult> to) throws SQLException {
        give(database.prepare(ALL), to);
    }

    /** Passes on the results whose seq is in the range, both ends included. */
    public static void between(Database database, long from, long to, BiConsumer<OperationKey, WriteResult> each)
            throws SQLException {
        give(database.prepare(BETWEEN), each, bytes(from), bytes(to));
    }

    private static byte[] bytes(long seq) {
        return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
    }

    private static void give(PreparedQuery statement, BiConsumer<OperationKey, WriteResult> to, Object... arguments)
            throws SQLException {
        try {
            for (boolean row = statement.first(arguments); row; row = statement.next()) {
                to.accept(new OperationKey(statement.textAt(0), statement.textAt(1)), decode(statement.bytesAt(2)));
            }
        } finally {
            statement.reset();
        }
    }

    public static byte[] encode(WriteResult answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(answer.seq());
            out.writeInt(answer.items().size());
            for (WriteResult.Item applied : answer.items()) {
                out.writeUTF(applied.entity());
                out.writeUTF(applied.id());
                out.writeByte(StoredKind.numberOf(applied.kind()));
                out.writeLong(applied.seq());
            }
            out.writeUTF(answer.request());
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "a result could not be stored", e);
        }
        return bytes.toByteArray();
    }

    public static WriteResult decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long seq = in.readLong();
            int count = in.readInt();
            List<WriteResult.Item> applied = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                applied.add(
                        new WriteResult.Item(in.readUTF(), in.readUTF(), StoredKind.of(in.readByte()), in.readLong()));
            }
            // Results from before request digests end here.
            return new WriteResult(seq, applied, false, in.available() == 0 ? "" : in.readUTF());
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_DAMAGED, "a remembered result can't be read", e);
        }
    }
}
