// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Sign-ins that have begun and were not finished: rows with hashes only, so that a copy of the store finishes none of them. */
final class PendingSignIns {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int SWEEP_ROWS_MAX = 100;
    private static final int ID_CHARS = 40;

    private final Gate<DataService> data;
    private final Clock clock;

    /**
     * One of them.
     *
     * @param callback where the browser goes afterwards, or null for an answer as JSON
     * @param errorCallback where it goes after a failure, or null
     */
    record Pending(String provider, String redirectUri, String callback, String errorCallback) {}

    PendingSignIns(Gate<DataService> data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    void begin(Pending pending, Handshake handshake) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        data.call(service -> {
            Entity entity = entity(service);
            sweep(service, entity, now);
            Draft draft = new Draft(entity)
                    .set(entity.id(), id(handshake.state()))
                    .set(StateSchema.PROVIDER, pending.provider())
                    .set(StateSchema.BROWSER_HASH, Secrets.hash(handshake.browserSecret()))
                    .set(StateSchema.REDIRECT_URI, pending.redirectUri())
                    .set(StateSchema.CALLBACK, pending.callback())
                    .set(StateSchema.ERROR_CALLBACK, pending.errorCallback())
                    .set(StateSchema.EXPIRES_AT, now.plus(LIFE));
            write(service, List.of(new Mutation.Insert(draft)));
            return null;
        });
    }

    /** Uses up what was begun with this state by this browser at this provider; {@code OAUTH_INVALID_STATE} when there is nothing of it. */
    Pending take(String provider, String state, String browserSecret) {
        return data.call(service -> {
            Entity entity = entity(service);
            Row row = find(service, entity, id(state));
            boolean good = provider.equals(row.get(StateSchema.PROVIDER))
                    && Secrets.same((String) row.get(StateSchema.BROWSER_HASH), Secrets.hash(browserSecret))
                    && ((Instant) row.get(StateSchema.EXPIRES_AT)).isAfter(clock.instant());
            if (!good) {
                throw invalid();
            }
            remove(service, entity, row.id());
            return new Pending(
                    provider,
                    (String) row.get(StateSchema.REDIRECT_URI),
                    (String) row.get(StateSchema.CALLBACK),
                    (String) row.get(StateSchema.ERROR_CALLBACK));
        });
    }

    static LynchetException invalid() {
        return new LynchetException(
                ErrorCode.OAUTH_INVALID_STATE,
                "This sign-in was not begun by this browser, took too long, or is over already.");
    }

    private static Row find(DataService service, Entity entity, String id) {
        try {
            return service.get(Principal.ADMIN, entity, id);
        } catch (LynchetException e) {
            throw e.code() == ErrorCode.NOT_FOUND ? invalid() : e;
        }
    }

    // Of two callbacks that have both found the row one deletes it, and the other is told that it is not there.
    private static void remove(DataService service, Entity entity, String id) {
        try {
            write(service, List.of(new Mutation.Delete(entity, id, Mutation.ANY)));
        } catch (SchemaChangedException e) {
            throw e;
        } catch (LynchetException e) {
            throw e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.CONFLICT ? invalid() : e;
        }
    }

    // Each one that begins clears away more than it adds, so that those who never come back don't fill the store.
    private static void sweep(DataService service, Entity entity, Instant now) {
        Operand expiry = new Operand.FieldRef(0, entity.fieldOrNull(StateSchema.EXPIRES_AT));
        Filter expired = new Filter.Compare(expiry, Comparison.LESS_OR_EQUAL, new Operand.Literal(now));
        List<Mutation> deletions = new ArrayList<>();
        for (Row row : service.query(Principal.ADMIN, Query.of(entity, expired, SWEEP_ROWS_MAX))
                .rows()) {
            deletions.add(new Mutation.Delete(entity, row.id(), Mutation.ANY));
        }
        try {
            if (!deletions.isEmpty()) {
                write(service, deletions);
            }
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            // Somebody else sweeps at this moment.
        }
    }

    private static Entity entity(DataService service) {
        Entity entity = service.app().schema().entityOrNull(StateSchema.ENTITY);
        if (entity == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "Sign-in is being set up.", 1);
        }
        return entity;
    }

    private static void write(DataService service, List<Mutation> mutations) {
        try {
            service.write(Principal.ADMIN, mutations, Optional.empty())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LynchetException cause ? cause : e;
        }
    }

    private static String id(String state) {
        return Secrets.hash(state).substring(0, ID_CHARS);
    }
}
