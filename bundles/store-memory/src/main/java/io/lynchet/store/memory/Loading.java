// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.check.CommitBounds;
import java.util.Optional;

/** A sink that builds a state from another store's content. No reader sees any of it before the end. */
final class Loading implements StoreSink {
    private final CommitBounds bounds = new CommitBounds();
    private State state;
    private boolean ended;

    @Override
    public void begin(StoreInfo info, Schema schema) {
        State empty = State.empty(new State.Identity(info.storeId(), info.epoch()));
        state = new State(
                empty.identity(),
                // A store without a schema sends the empty one.
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
    public void operation(OperationKey key, WriteResult answer) {
        state = state.remembering(key, answer);
    }

    @Override
    public void end() {
        bounds.end();
        ended = true;
    }

    State state() {
        if (!ended) {
            throw new LynchetException(ErrorCode.STORE_DAMAGED, "the source ended early");
        }
        return state;
    }
}
