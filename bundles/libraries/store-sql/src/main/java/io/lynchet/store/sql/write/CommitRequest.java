// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.sql.write;

import io.lynchet.api.LynchetException;
import io.lynchet.api.Problem;
import io.lynchet.api.row.RowCheck;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Write;
import io.lynchet.api.store.WriterThreads;
import io.lynchet.json.row.RowCodec;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A commit on its way through the queue, with what the caller's thread has prepared for the writer, and its stage. */
public final class CommitRequest {
    /** With more writes than this the writer encodes rows one at a time, so that the queue takes little memory. */
    private static final int PREPARED_MAX = 100;

    private final Commit commit;
    private final CompletableFuture<WriteResult> answer = WriterThreads.stage();
    private final byte[][] encoded;
    private WriteResult committed;
    private LynchetException refused;
    private volatile boolean decided;

    public CommitRequest(Commit commit) {
        this.commit = commit;
        int writes = commit.writes().size();
        this.encoded = writes <= PREPARED_MAX ? new byte[writes][] : null;
        for (int i = 0; encoded != null && i < writes; i++) {
            // The writer refuses a row that is not storable, in its place in the order of checks.
            if (commit.writes().get(i) instanceof Write.Insert insert
                    && RowCheck.problems(insert.row()).isEmpty()) {
                encoded[i] = RowCodec.encode(insert.row());
            }
        }
    }

    public Commit commit() {
        return commit;
    }

    public CompletableFuture<WriteResult> answer() {
        return answer;
    }

    /** Returns the checked and encoded row of an insert. Fails with the problems of {@link RowCheck}. */
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

    public void committed(WriteResult result) {
        committed = result;
    }

    public void refuse(LynchetException why) {
        committed = null;
        refused = why;
    }

    public LynchetException refusal() {
        return refused;
    }

    /** Clears the outcome of a first attempt. */
    public void reset() {
        committed = null;
        refused = null;
    }

    public boolean isRefused() {
        return refused != null;
    }

    /** Returns whether the outcome is known, even if the caller has not been told yet. */
    boolean isDecided() {
        return decided;
    }

    /** Marks the outcome as known, and the caller as about to go on. */
    void decided() {
        decided = true;
    }

    /** Completes the caller's stage with the outcome. */
    public void finish() {
        if (refused != null) {
            answer.completeExceptionally(refused);
        } else {
            answer.complete(committed);
        }
    }
}
