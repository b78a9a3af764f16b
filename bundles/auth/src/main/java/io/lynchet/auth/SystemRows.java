// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.Written;
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
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Rows of system entities, by name. Calls are repeated when the schema changes under them. */
final class SystemRows {
    private static final int ATTEMPTS_MAX = 4;

    private final Gate<DataService> data;
    private final Clock clock;

    SystemRows(Gate<DataService> data, Clock clock) {
        this.data = data;
        this.clock = clock;
    }

    /** The time as rows keep it: cut to microseconds. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** The entity of the schema that serves; {@code UNAVAILABLE} while this bundle's entities are not yet installed. */
    static Entity entity(DataService service, String name) {
        Entity entity = service.app().schema().entityOrNull(name);
        if (entity == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "Sign-in is not ready yet.", 1);
        }
        return entity;
    }

    static Filter equal(Entity entity, String field, Object value) {
        return compare(entity, field, Comparison.EQUAL, value);
    }

    static Filter compare(Entity entity, String field, Comparison comparison, Object value) {
        return new Filter.Compare(
                new Operand.FieldRef(0, entity.field(field).orElseThrow()), comparison, new Operand.Literal(value));
    }

    Optional<Row> get(String entity, String id) {
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

    Optional<Row> find(String entity, String field, Object value) {
        return read(service -> {
            Entity wanted = entity(service, entity);
            return service.find(Principal.ADMIN, wanted, equal(wanted, field, value));
        });
    }

    /** At most that many rows, by a field in descending order. */
    List<Row> newest(String entity, Function<Entity, Filter> filter, String by, int limit) {
        return read(service -> {
            Entity wanted = entity(service, entity);
            SortKey order = new SortKey(wanted.field(by).orElseThrow(), false);
            return service.query(Principal.ADMIN, new Query(wanted, filter.apply(wanted), List.of(order), limit, 0))
                    .rows();
        });
    }

    <T> T read(Function<DataService, T> body) {
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
    Written write(Function<DataService, List<Mutation>> mutations) {
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
     * Writes what follows from rows that were just read, and reads them again when one of them has gone meanwhile: two may clear away the same
     * row at a time.
     */
    Written writeAsRead(Function<DataService, List<Mutation>> mutations) {
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

    Written insert(String entity, String id, Function<Draft, Draft> values) {
        return write(service ->
                List.of(new Mutation.Insert(values.apply(new Draft(entity(service, entity)).set("id", id)))));
    }

    Written update(String entity, String id, Function<Draft, Draft> values) {
        return write(service ->
                List.of(new Mutation.Update(id, values.apply(new Draft(entity(service, entity))), Mutation.ANY)));
    }

    /** Whether there was such a row. */
    boolean delete(String entity, String id) {
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
