// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.orgs.model.OrgSchema;
import io.lynchet.orgs.model.OrgVersionGuard;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The reads and writes of organisations. All methods block. Any thread may call them. They fail with
 * {@code UNAVAILABLE} while there is no data service.
 */
public final class OrgStore {
    // With each failure another change has succeeded, so only that many at the same time reach it.
    private static final int ATTEMPTS_MAX = 100;

    /** The errors of a write whose {@link OrgVersionGuard}, or a row of the app, has changed since it was read. */
    private static final Set<ErrorCode> LOST = Set.of(ErrorCode.NOT_FOUND, ErrorCode.ID_CONFLICT);

    private final SystemRows rows;

    public OrgStore(SystemRows rows) {
        this.rows = rows;
    }

    /** Returns the current time of the store's rows. */
    public Instant now() {
        return rows.now();
    }

    public <T> T read(Function<OrgView, T> body) {
        return rows.read(data -> body.apply(new OrgView(data)));
    }

    /**
     * Writes the result of {@code change}, all or nothing. Calls it again when the rows that it read have changed
     * meanwhile; fails with {@code UNAVAILABLE} after {@link #ATTEMPTS_MAX} attempts.
     *
     * @param change returns nothing when there is nothing to do, else the writes of a guard, and others
     */
    public void write(Function<OrgView, List<Mutation>> change) {
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
                ErrorCode.UNAVAILABLE, "Too many requests change this organisation at once; try again.", 1);
    }

    // Of our rows only the subject of a guard is unique, and two changes may insert the first one. Unique fields of the
    // app are the app's matter.
    private static boolean isLost(MutationFailure failure, Mutation mutation) {
        boolean turn = mutation.entity().name().equals(OrgSchema.VERSIONS);
        return LOST.contains(failure.code()) || (turn && failure.code() == ErrorCode.UNIQUE_VIOLATION);
    }
}
