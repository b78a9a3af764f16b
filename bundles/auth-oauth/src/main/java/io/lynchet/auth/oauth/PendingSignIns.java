// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.time.Duration;
import java.time.Instant;

/** Sign-ins that have begun and were not finished: rows with hashes only, so that a copy of the store finishes none of them. */
final class PendingSignIns {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int SWEEP_ROWS_MAX = 100;
    private static final int ID_CHARS = 40;

    private final SystemRows rows;

    /**
     * One of them.
     *
     * @param callback where the browser goes afterwards, or null for an answer as JSON
     * @param errorCallback where it goes after a failure, or null
     */
    record Pending(String provider, String redirectUri, String callback, String errorCallback) {}

    PendingSignIns(SystemRows rows) {
        this.rows = rows;
    }

    void begin(Pending pending, Handshake handshake) {
        Instant now = rows.now();
        sweep(now);
        rows.insert(
                StateSchema.ENTITY,
                id(handshake.state()),
                draft -> draft.set(StateSchema.PROVIDER, pending.provider())
                        .set(StateSchema.BROWSER_HASH, Secrets.hash(handshake.browserSecret()))
                        .set(StateSchema.REDIRECT_URI, pending.redirectUri())
                        .set(StateSchema.CALLBACK, pending.callback())
                        .set(StateSchema.ERROR_CALLBACK, pending.errorCallback())
                        .set(StateSchema.EXPIRES_AT, now.plus(LIFE)));
    }

    /** Uses up what was begun with this state by this browser at this provider; {@code OAUTH_INVALID_STATE} when there is nothing of it. */
    Pending take(String provider, String state, String browserSecret) {
        Row row = rows.get(StateSchema.ENTITY, id(state)).orElseThrow(PendingSignIns::invalid);
        boolean good = provider.equals(row.get(StateSchema.PROVIDER))
                && Secrets.same((String) row.get(StateSchema.BROWSER_HASH), Secrets.hash(browserSecret))
                && ((Instant) row.get(StateSchema.EXPIRES_AT)).isAfter(rows.now());
        // Of two callbacks that have both found the row one deletes it, and the other is told that it is not there.
        if (!good || !rows.delete(StateSchema.ENTITY, row.id())) {
            throw invalid();
        }
        return new Pending(
                provider, (String) row.get(StateSchema.REDIRECT_URI), (String) row.get(StateSchema.CALLBACK), (String)
                        row.get(StateSchema.ERROR_CALLBACK));
    }

    static LynchetException invalid() {
        return new LynchetException(
                ErrorCode.OAUTH_INVALID_STATE,
                "This sign-in was not begun by this browser, took too long, or is over already.");
    }

    // Each one that begins clears away more than it adds, so that those who never come back don't fill the store.
    private void sweep(Instant now) {
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, StateSchema.ENTITY);
            Filter expired = SystemRows.compare(entity, StateSchema.EXPIRES_AT, Comparison.LESS_OR_EQUAL, now);
            return service.query(Principal.ADMIN, Query.of(entity, expired, SWEEP_ROWS_MAX)).rows().stream()
                    .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                    .toList();
        });
    }

    private static String id(String state) {
        return Secrets.hash(state).substring(0, ID_CHARS);
    }
}
