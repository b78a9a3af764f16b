// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The way to rows of this bundle's system entities. */
final class SystemRows {
    private final Gate<DataService> data;

    SystemRows(Gate<DataService> data) {
        this.data = data;
    }

    /** One call inside a lease. */
    <T> T call(Function<DataService, T> body) {
        return data.call(body);
    }

    Optional<Row> find(String entityName, String id) {
        return data.call(service -> find(service, entityName, id));
    }

    /** For whoever is inside a lease already. */
    static Optional<Row> find(DataService service, String entityName, String id) {
        try {
            return Optional.of(service.get(Principal.ADMIN, entity(service, entityName), id));
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** {@code UNAVAILABLE} as long as the app that serves was not made with this bundle's entities. */
    static Entity entity(DataService service, String name) {
        Entity entity = service.app().schema().entityOrNull(name);
        if (entity == null) {
            throw LynchetException.retryable(ErrorCode.UNAVAILABLE, "The table of passwords is not there yet.", 1);
        }
        return entity;
    }

    /** Writes all or nothing, and returns when it is durable. */
    static void write(DataService service, List<Mutation> mutations) {
        try {
            service.write(Principal.ADMIN, mutations, Optional.empty())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LynchetException known) {
                throw known;
            }
            throw e;
        }
    }
}
