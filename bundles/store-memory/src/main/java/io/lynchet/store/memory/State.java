// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.query.ValueOrder;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The whole content of the store at one seq. Immutable.
 *
 * @param installed empty before the first install
 */
record State(
        Identity identity,
        Optional<Schema> installed,
        Tables tables,
        Log log,
        Treap<OperationKey, State.Remembered> operations) {

    record Identity(String storeId, long epoch) {}

    /** The remembered result of an operation. */
    record Remembered(OperationKey key, WriteResult answer) {}

    /** The outcome of a step: the next state, the result, and the changes that led to it. */
    record Step(State state, WriteResult answer, List<Change> changes) {}

    private static final Comparator<OperationKey> BY_CLIENT = Comparator.comparing(
                    OperationKey::clientId, ValueOrder::compare)
            .thenComparing(OperationKey::operationId, ValueOrder::compare);

    static State empty(Identity identity) {
        return new State(identity, Optional.empty(), Tables.empty(Schema.EMPTY), Log.EMPTY, Treap.empty(BY_CLIENT));
    }

    boolean isEmpty() {
        return installed.isEmpty() && log.head() == 0;
    }

    State with(Tables nextTables, Log nextLog) {
        return new State(identity, installed, nextTables, nextLog, operations);
    }

    State remembering(OperationKey key, WriteResult answer) {
        return new State(identity, installed, tables, log, operations.with(key, new Remembered(key, answer)));
    }

    /** Returns the state in another epoch, above a head; the log is kept when no seq is skipped. */
    State beginning(long epoch, long head) {
        Log next = head > log.head() ? new Log(Log.EMPTY.entries(), head, head + 1) : log;
        return new State(new Identity(identity.storeId(), epoch), installed, tables, next, operations);
    }
}
