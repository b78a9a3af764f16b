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
import java.util.function.Function;

/** Reads and changes organisations. All of it blocks, is for any thread, and is {@code UNAVAILABLE} while there is no data service. */
final class OrgStore {
    // With each failure somebody else has succeeded, so it takes that many at the same time to get there.
    private static final int ATTEMPTS_MAX = 100;

    /** What a write fails with when its {@link Turn} was taken by another one. */
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
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            try {
                rows.write(data -> change.apply(new OrgView(data)));
                return;
            } catch (MutationFailure e) {
                if (!LOST.contains(e.code())) {
                    throw e;
                }
            }
        }
        throw LynchetException.retryable(
                ErrorCode.UNAVAILABLE, "Too many change this organisation at the same time.", 1);
    }
}
