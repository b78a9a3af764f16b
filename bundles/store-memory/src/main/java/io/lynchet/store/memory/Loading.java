// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.CommitBounds;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.OperationKey;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import java.util.Optional;

/** Builds a state from what another store gives. Nothing of it is seen before the end. */
final class Loading implements StoreSink {
    private final CommitBounds bounds = new CommitBounds();
    private State state;
    private boolean ended;

    @Override
    public void begin(StoreInfo info, Schema schema) {
        State empty = State.empty(new State.Identity(info.storeId(), info.epoch()));
        state = new State(
                empty.identity(),
                // A store without a schema gives the empty one.
                schema.entities().isEmpty() ? Optional.empty() : Optional.of(schema),
                Tables.empty(schema),
                new Log(Log.EMPTY.entries(), info.headSeq(), info.oldestSeq()),
                empty.operations());
    }

    @Override
    public void row(Row row, long lastChange) {
        Table table = state.tables().of(row.entity());
        state = state.with(state.tables().with(table.with(row, lastChange)), state.log());
    }

    @Override
    public void change(Change change) {
        bounds.next(change);
        state = state.with(state.tables(), state.log().with(change));
    }

    @Override
    public void operation(OperationKey key, Committed answer) {
        state = state.remembering(key, answer);
    }

    @Override
    public void end() {
        bounds.end();
        ended = true;
    }

    State state() {
        if (!ended) {
            throw new LynchetException(ErrorCode.STORE_DAMAGED, "the source ended before its end");
        }
        return state;
    }
}
