// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.oauth.provider.AuthorizationRequest;
import io.lynchet.auth.oauth.provider.OAuthSecrets;
import io.lynchet.system.rows.SystemRows;
import java.time.Duration;
import java.time.Instant;

/**
 * The sign-ins that have begun and are not finished. Their rows hold hashes only, so a copy of the store can finish
 * none of them.
 */
final class PendingSignIns {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int SWEEP_ROWS_MAX = 100;
    private static final int ID_CHARS = 40;

    private final SystemRows rows;

    /**
     * A pending sign-in.
     *
     * @param callback the address to which the browser goes afterwards, or null for a JSON response
     * @param errorCallback the address to which it goes after a failure, or null
     */
    record Pending(String provider, String redirectUri, String callback, String errorCallback) {}

    PendingSignIns(SystemRows rows) {
        this.rows = rows;
    }

    void begin(Pending pending, AuthorizationRequest handshake) {
        Instant now = rows.now();
        sweep(now);
        rows.insert(
                PendingSignInSchema.ENTITY,
                id(handshake.state()),
                draft -> draft.set(PendingSignInSchema.PROVIDER, pending.provider())
                        .set(PendingSignInSchema.BROWSER_HASH, OAuthSecrets.hash(handshake.browserSecret()))
                        .set(PendingSignInSchema.REDIRECT_URI, pending.redirectUri())
                        .set(PendingSignInSchema.CALLBACK, pending.callback())
                        .set(PendingSignInSchema.ERROR_CALLBACK, pending.errorCallback())
                        .set(PendingSignInSchema.EXPIRES_AT, now.plus(LIFE)));
    }

    /**
     * Uses up the sign-in that this browser began with this state at this provider. Fails with
     * {@code OAUTH_INVALID_STATE} when there is none.
     */
    Pending take(String provider, String state, String browserSecret) {
        Row row = rows.get(PendingSignInSchema.ENTITY, id(state)).orElseThrow(PendingSignIns::invalid);
        boolean good = provider.equals(row.get(PendingSignInSchema.PROVIDER))
                && OAuthSecrets.same(
                        (String) row.get(PendingSignInSchema.BROWSER_HASH), OAuthSecrets.hash(browserSecret))
                && ((Instant) row.get(PendingSignInSchema.EXPIRES_AT)).isAfter(rows.now());
        // When two callbacks have found the row, one deletes it, and the other fails.
        if (!good || !rows.delete(PendingSignInSchema.ENTITY, row.id())) {
            throw invalid();
        }
        return new Pending(
                provider,
                (String) row.get(PendingSignInSchema.REDIRECT_URI),
                (String) row.get(PendingSignInSchema.CALLBACK),
                (String) row.get(PendingSignInSchema.ERROR_CALLBACK));
    }

    static LynchetException invalid() {
        return new LynchetException(
                ErrorCode.OAUTH_INVALID_STATE,
                "This browser did not begin the sign-in, or the sign-in took too long or is over. Begin it again.");
    }

    // Each new sign-in deletes more expired rows than it adds, so that abandoned ones do not fill the store.
    private void sweep(Instant now) {
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, PendingSignInSchema.ENTITY);
            Filter expired = SystemRows.compare(entity, PendingSignInSchema.EXPIRES_AT, Comparison.LESS_OR_EQUAL, now);
            return service.query(Principal.ADMIN, Query.of(entity, expired, SWEEP_ROWS_MAX)).rows().stream()
                    .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                    .toList();
        });
    }

    private static String id(String state) {
        return OAuthSecrets.hash(state).substring(0, ID_CHARS);
    }
}
