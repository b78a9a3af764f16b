// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.system.rows;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Access to rows of system entities by name, for bundles that keep their own state in the app's store. Every call
 * blocks and runs as admin, inside a lease of the data service. It is repeated when the schema changes meanwhile, so a
 * body may run more than once. Thread-safe. All calls fail with {@code UNAVAILABLE} while there is no data service, or
 * none that has the entity.
 */
public final class SystemRows {
    private static final int ATTEMPTS_MAX = 4;
    private static final Set<ErrorCode> LOST = Set.of(ErrorCode.CONFLICT, ErrorCode.ID_CONFLICT, ErrorCode.NOT_FOUND);

    private final Gate<DataService> data;
    private final Clock clock;

    /**
     * Creates the access.
     *
     * @param clock the clock of {@link #now}
     */
    public SystemRows(Gate<DataService> data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** Returns the time as rows store it, truncated to microseconds. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Returns the entity of the schema that serves. Fails with {@code UNAVAILABLE} while the entities of a bundle are
     * not yet installed.
     */
    public static Entity entity(DataService service, String name) {
        Entity entity = service.app().schema().entityOrNull(name);
        if (entity == null) {
            throw LynchetException.retryable(
                    ErrorCode.UNAVAILABLE, "The entity " + name + " is not installed yet; try again.", 1);
        }
        return entity;
    }

    /** Returns a filter for rows with this value, which is not null, in the field. */
    public static Filter equal(Entity entity, String field, Object value) {
        return compare(entity, field, Comparison.EQUAL, value);
    }

    /** Returns a filter for rows whose field compares so with the value. */
    public static Filter compare(Entity entity, String field, Comparison comparison, Object value) {
        return Filter.compare(entity.field(field).orElseThrow(), comparison, value);
    }

    /** Returns the row with this id, or empty. */
    public Optional<Row> get(String entity, String id) {
        return read(service -> {
            try {
                return Optional.of(service.get(Principal.ADMIN, entity(service, entity), id));
            } catch (LynchetException e) {
                if (e.code() == ErrorCode.NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** Returns a row with this value in the field, or empty; of several rows, any. */
    public Optional<Row> find(String entity, String field, Object value) {
        return read(service -> {
            Entity wanted = entity(service, entity);
            return service.find(Principal.ADMIN, wanted, equal(wanted, field, value));
        });
    }

    /** Returns at most {@code limit} rows, in descending order of a field. */
    public List<Row> newest(String entity, Function<Entity, Filter> filter, String by, int limit) {
        return read(service -> {
            Entity wanted = entity(service, entity);
            SortKey order = new SortKey(wanted.field(by).orElseThrow(), false);
            return service.query(Principal.ADMIN, new Query(wanted, filter.apply(wanted), List.of(order), limit, 0))
                    .rows();
        });
    }

    /** Runs several calls inside one lease. */
    public <T> T read(Function<DataService, T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return data.<T>call(body);
            } catch (SchemaChangedException e) {
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /** Writes all mutations or none, and returns when they are durable. Writes nothing when there are no mutations. */
    public WriteResult write(Function<DataService, List<Mutation>> mutations) {
        return read(service -> {
            List<Mutation> all = mutations.apply(service);
            if (all.isEmpty()) {
                return new WriteResult(0, List.of(), false);
            }
            try {
                return service.write(Principal.ADMIN, all, Optional.empty())
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof LynchetException known ? known : e;
            }
        });
    }

    /**
     * Writes mutations that carry conditions ({@code unchangedSince}, a free id, an existing row). Returns empty, with
     * nothing written, when a condition no longer holds because another write came first. Throws every other failure.
     */
    public Optional<WriteResult> writeIfUnchanged(Function<DataService, List<Mutation>> mutations) {
        try {
            return Optional.of(write(mutations));
        } catch (SchemaChangedException e) {
            throw e;
        } catch (LynchetException e) {
            if (LOST.contains(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Writes mutations that follow from rows just read. Runs the body again when one of the rows has gone meanwhile,
     * since two callers may remove the same row at the same time.
     */
    public WriteResult writeAsRead(Function<DataService, List<Mutation>> mutations) {
        for (int attempt = 1; ; attempt++) {
            try {
                return write(mutations);
            } catch (LynchetException e) {
                if (e.code() != ErrorCode.NOT_FOUND || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /** Inserts one row. Fails with {@code ID_CONFLICT} when the id exists. */
    public WriteResult insert(String entity, String id, Function<Draft, Draft> values) {
        return write(service ->
                List.of(new Mutation.Insert(values.apply(new Draft(entity(service, entity)).set("id", id)))));
    }

    /** Changes one row. Fails with {@code NOT_FOUND} when the id does not exist. */
    public WriteResult update(String entity, String id, Function<Draft, Draft> values) {
        return write(service ->
                List.of(new Mutation.Update(id, values.apply(new Draft(entity(service, entity))), Mutation.ANY)));
    }

    /** Deletes one row; returns whether it existed. */
    public boolean delete(String entity, String id) {
        try {
            write(service -> List.of(new Mutation.Delete(entity(service, entity), id, Mutation.ANY)));
            return true;
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
