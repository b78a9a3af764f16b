// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.system.rows.SystemRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A write that succeeds only while a session of the account is open, such as when its user confirms something. */
public final class SessionGuardedWrite {
    private SessionGuardedWrite() {}

    /**
     * Writes. Fails with {@code SESSION_EXPIRED} when the session is not one of the account, or has ended, also when it
     * ends at the same time.
     */
    public static WriteResult write(
            SystemRows rows, String userId, String sessionId, Function<DataService, List<Mutation>> mutations) {
        try {
            return rows.write(service -> {
                Entity sessions = SystemRows.entity(service, AuthSchema.SESSIONS);
                checkOpen(service.get(Principal.ADMIN, sessions, sessionId), userId, rows.now());
                List<Mutation> writes = new ArrayList<>();
                // Changes nothing, and fails when the session's row has gone since it was read.
                writes.add(new Mutation.Update(sessionId, new Draft(sessions), Mutation.ANY));
                writes.addAll(mutations.apply(service));
                return writes;
            });
        } catch (LynchetException e) {
            boolean gone = e.code() == ErrorCode.NOT_FOUND
                    && (!(e instanceof MutationFailure failure) || failure.index() == 0);
            throw gone ? SessionTable.ended() : e;
        }
    }

    private static void checkOpen(Row session, String userId, Instant now) {
        boolean open = userId.equals(session.get("userId"))
                && session.get("renewedAt") == null
                && session.get("awaits") == null
                && ((Instant) session.get("expiresAt")).isAfter(now);
        if (!open) {
            throw SessionTable.ended();
        }
    }
}
