// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql;

import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Committed;
import io.lynchet.api.store.RowCheck;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WritePath;
import io.lynchet.json.RowCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A commit on its way through the queue, with what its caller's thread could prepare for the writer, and the answer. */
public final class CommitRequest {
    /** Beyond this many writes the rows are encoded one at a time by the writer, so that the queue stays small in memory. */
    private static final int PREPARED_MAX = 100;

    private final Commit commit;
    private final CompletableFuture<Committed> answer = WritePath.stage();
    private final byte[][] encoded;
    private Committed committed;
    private LynchetException refused;
    private volatile boolean decided;

    public CommitRequest(Commit commit) {
        this.commit = commit;
        int writes = commit.writes().size();
        this.encoded = writes <= PREPARED_MAX ? new byte[writes][] : null;
        for (int i = 0; encoded != null && i < writes; i++) {
            // A row that is not storable is refused by the writer, in its place in the order of checks.
            if (commit.writes().get(i) instanceof Write.Insert insert
                    && RowCheck.problems(insert.row()).isEmpty()) {
                encoded[i] = RowCodec.encode(insert.row());
            }
        }
    }

    public Commit commit() {
        return commit;
    }

    public CompletableFuture<Committed> answer() {
        return answer;
    }

    /** The checked and encoded row of an insert; fails as {@link RowCheck} does. */
    public byte[] encodedInsert(int index, Write.Insert insert) {
        if (encoded != null && encoded[index] != null) {
            return encoded[index];
        }
        List<Problem> problems = RowCheck.problems(insert.row());
        if (!problems.isEmpty()) {
            throw LynchetException.invalid(problems);
        }
        return RowCodec.encode(insert.row());
    }

    public void committed(Committed result) {
        committed = result;
    }

    public void refuse(LynchetException why) {
        committed = null;
        refused = why;
    }

    public LynchetException refusal() {
        return refused;
    }

    /** Forgets a first attempt. */
    public void reset() {
        committed = null;
        refused = null;
    }

    public boolean isRefused() {
        return refused != null;
    }

    /** Whether it is known how it went, told or not. */
    boolean isDecided() {
        return decided;
    }

    /** That it is known how it went, and will be told. */
    void decided() {
        decided = true;
    }

    /** Tells the caller how it went. */
    public void finish() {
        if (refused != null) {
            answer.completeExceptionally(refused);
        } else {
            answer.complete(committed);
        }
    }
}
