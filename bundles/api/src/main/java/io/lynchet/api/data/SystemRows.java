// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Operand;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
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
 * Rows of system entities, by name, for bundles that keep state of their own in the app's store. Every call blocks, is made as admin inside a
 * lease of the data service, and is repeated when the schema changes under it; so what is handed in may run more than once. For any thread.
 * All fail with {@code UNAVAILABLE} while there is no data service, or none that has the entity.
 */
public final class SystemRows {
    private static final int ATTEMPTS_MAX = 4;
    private static final Set<ErrorCode> LOST = Set.of(ErrorCode.CONFLICT, ErrorCode.ID_CONFLICT, ErrorCode.NOT_FOUND);

    private final Gate<DataService> data;
    private final Clock clock;

    /** @param clock for {@link #now} */
    public SystemRows(Gate<DataService> data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** The time as rows keep it: cut to microseconds. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The entity of the schema that serves; {@code UNAVAILABLE} while the entities of a bundle are not yet installed. */
    public static Entity entity(DataService service, String name) {
        Entity entity = service.app().schema().entityOrNull(name);
        if (entity == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The entity " + name + " is not there yet.", 1);
        }
        return entity;
    }

    /** Rows with this value, which is not null, in the field. */
    public static Filter equal(Entity entity, String field, Object value) {
        return compare(entity, field, Comparison.EQUAL, value);
    }

    /** Rows whose field compares with the value like that. */
    public static Filter compare(Entity entity, String field, Comparison comparison, Object value) {
        return new Filter.Compare(
                new Operand.FieldRef(0, entity.field(field).orElseThrow()), comparison, new Operand.Literal(value));
    }

    /** The row with this id. */
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

    /** A row with this value in the field; which one when there are several is not said. */
    public Optional<Row> find(String entity, String field, Object value) {
        return read(service -> {
            Entity wanted = entity(service, entity);
            return service.find(Principal.ADMIN, wanted, equal(wanted, field, value));
        });
    }

    /** At most that many rows, by a field in descending order. */
    public List<Row> newest(String entity, Function<Entity, Filter> filter, String by, int limit) {
        return read(service -> {
            Entity wanted = entity(service, entity);
            SortKey order = new SortKey(wanted.field(by).orElseThrow(), false);
            return service.query(Principal.ADMIN, new Query(wanted, filter.apply(wanted), List.of(order), limit, 0))
                    .rows();
        });
    }

    /** Several calls inside one lease. */
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

    /** Writes all or nothing, and comes back when it is durable. Nothing is written when there are no mutations. */
    public Written write(Function<DataService, List<Mutation>> mutations) {
        return read(service -> {
            List<Mutation> all = mutations.apply(service);
            if (all.isEmpty()) {
                return new Written(0, List.of(), false);
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
     * Writes on conditions that the mutations carry ({@code unchangedSince}, a free id, a row that is there). Empty, with nothing written, when
     * one of them does not hold any more: somebody else was faster. Every other failure is thrown.
     */
    public Optional<Written> writeIfUnchanged(Function<DataService, List<Mutation>> mutations) {
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
     * Writes what follows from rows that were just read, and reads them again when one of them has gone meanwhile: two may clear away the same
     * row at a time.
     */
    public Written writeAsRead(Function<DataService, List<Mutation>> mutations) {
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

    /** Inserts one row; {@code ID_CONFLICT} when there is one of this id. */
    public Written insert(String entity, String id, Function<Draft, Draft> values) {
        return write(service ->
                List.of(new Mutation.Insert(values.apply(new Draft(entity(service, entity)).set("id", id)))));
    }

    /** Changes one row; {@code NOT_FOUND} when there is none of this id. */
    public Written update(String entity, String id, Function<Draft, Draft> values) {
        return write(service ->
                List.of(new Mutation.Update(id, values.apply(new Draft(entity(service, entity))), Mutation.ANY)));
    }

    /** Whether there was such a row. */
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
