// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.org;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.data.SystemRows;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Reads and changes organisations. All of it blocks, is for any thread, and is {@code UNAVAILABLE} while there is no data service. */
final class OrgStore {
    // With each failure somebody else has succeeded, so it takes that many at the same time to get there.
    private static final int ATTEMPTS_MAX = 100;

    /** What a write fails with when its {@link Turn}, or a row of the app, is not as it was read. */
    private static final Set<ErrorCode> LOST = Set.of(ErrorCode.NOT_FOUND, ErrorCode.ID_CONFLICT);

    private final SystemRows rows;

    OrgStore(SystemRows rows) {
        this.rows = rows;
    }

    /** The time as rows keep it. */
    Instant now() {
        return rows.now();
    }

    <T> T read(Function<OrgView, T> body) {
        return rows.read(data -> body.apply(new OrgView(data)));
    }

    /**
     * Writes what follows from what is read, all or nothing; when that has changed meanwhile, it is read and decided anew.
     *
     * @param change answers nothing when there is nothing to do, else the writes that take a turn, and others
     */
    void write(Function<OrgView, List<Mutation>> change) {
        AtomicReference<List<Mutation>> wanted = new AtomicReference<>(List.of());
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            try {
                rows.write(data -> {
                    wanted.set(change.apply(new OrgView(data)));
                    return wanted.get();
                });
                return;
            } catch (MutationFailure e) {
                if (!isLost(e, wanted.get().get(e.index()))) {
                    throw e;
                }
            }
        }
        throw LynchetException.retryable(
                ErrorCode.UNAVAILABLE, "Too many change this organisation at the same time.", 1);
    }

    // Of ours only the subject of a turn is unique, and two may want to be its first. What is unique in the app's is
    // the app's matter.
    private static boolean isLost(MutationFailure failure, Mutation mutation) {
        boolean turn = mutation.entity().name().equals(OrgSchema.TURNS);
        return LOST.contains(failure.code()) || (turn && failure.code() == ErrorCode.UNIQUE_VIOLATION);
    }
}
