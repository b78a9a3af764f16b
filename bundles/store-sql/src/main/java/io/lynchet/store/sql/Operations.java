// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
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

/** Remembered answers of commits with an operation key. */
public final class Operations {
    /** How many old ones are forgotten at once, so that no commit waits long for it. */
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
    // An answer begins with its seq, eight bytes, the highest first: as bytes they have the order of the numbers.
    private static final String BETWEEN = "SELECT client, operation, answer FROM lynchet_operations WHERE "
            + Catalog.ANSWER_SEQ + " BETWEEN ?1 AND ?2";

    private Operations() {}

    /** The answer as it was remembered, or null when the key is not known. */
    public static Committed find(Database database, OperationKey key) throws SQLException {
        Prepared statement = database.prepare(FIND);
        try {
            return statement.first(key.clientId(), key.operationId()) ? decode(statement.bytesAt(0)) : null;
        } finally {
            statement.reset();
        }
    }

    /** @param atMicros when it is forgotten counts from here */
    public static void keep(Database database, OperationKey key, Committed answer, long atMicros) throws SQLException {
        database.runLater(KEEP, key.clientId(), key.operationId(), atMicros, encode(answer));
    }

    /** Like {@link #keep}, also when the key is known. */
    public static void keepAgain(Database database, OperationKey key, Committed answer, long atMicros)
            throws SQLException {
        database.runLater(KEEP_AGAIN, key.clientId(), key.operationId(), atMicros, encode(answer));
    }

    /** Forgets some of those that are older; whether there may be more of them. */
    public static boolean prune(Database database, long beforeMicros) throws SQLException {
        database.run(PRUNE, beforeMicros);
        return database.changes() == PRUNED_AT_ONCE_MAX;
    }

    /** Gives all, by client and operation. */
    public static void all(Database database, BiConsumer<OperationKey, Committed> to) throws SQLException {
        give(database.prepare(ALL), to);
    }

    /** Gives those whose answer has one of these seqs. */
    public static void between(Database database, long from, long to, BiConsumer<OperationKey, Committed> each)
            throws SQLException {
        give(database.prepare(BETWEEN), each, bytes(from), bytes(to));
    }

    private static byte[] bytes(long seq) {
        return ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
    }

    private static void give(Prepared statement, BiConsumer<OperationKey, Committed> to, Object... arguments)
            throws SQLException {
        try {
            for (boolean row = statement.first(arguments); row; row = statement.next()) {
                to.accept(new OperationKey(statement.textAt(0), statement.textAt(1)), decode(statement.bytesAt(2)));
            }
        } finally {
            statement.reset();
        }
    }

    public static byte[] encode(Committed answer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(answer.seq());
            out.writeInt(answer.applied().size());
            for (Committed.Applied applied : answer.applied()) {
                out.writeUTF(applied.entity());
                out.writeUTF(applied.id());
                out.writeByte(StoredKind.numberOf(applied.kind()));
                out.writeLong(applied.seq());
            }
            out.writeUTF(answer.request());
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_FAILED, "an answer could not be kept", e);
        }
        return bytes.toByteArray();
    }

    public static Committed decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long seq = in.readLong();
            int count = in.readInt();
            List<Committed.Applied> applied = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                applied.add(
                        new Committed.Applied(in.readUTF(), in.readUTF(), StoredKind.of(in.readByte()), in.readLong()));
            }
            // Answers from before requests were told apart end here.
            return new Committed(seq, applied, false, in.available() == 0 ? "" : in.readUTF());
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.STORE_DAMAGED, "a remembered answer can't be read", e);
        }
    }
}
