// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Operation;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The service that reads and writes rows on behalf of a principal.
 *
 * <p><b>Threads:</b> any. Reads block while the store reads.
 *
 * <p><b>Policy:</b> a row that the principal may not read does not exist for it. Such a row is not returned, counted,
 * aggregated, sorted on or found by id ({@code NOT_FOUND}). When the read rule does not depend on rows and denies,
 * reads fail with {@code POLICY_DENIED}.
 *
 * <p>A write that sets a reference to such a row fails with {@code INVALID_REFERENCE}, as if the row did not exist. The
 * reference is allowed when the caller may read the row once the write is made. {@code REFERENCE_IN_USE} names no such
 * rows.
 *
 * <p>Only admins see server-only fields. For other principals these fields are null in rows, and can't be filtered,
 * sorted or measured.
 *
 * <p><b>Swap:</b> while the store or the policy engine is being replaced, calls wait up to 5 seconds and then fail with
 * {@code UNAVAILABLE}.
 *
 * <p><b>Schema:</b> entities, filters and drafts belong to the generation from which {@link #entity} returned them.
 * After a reload of the manifest, a call may fail with {@code CONFLICT} as a
 * {@link io.lynchet.api.schema.SchemaChangedException}; the caller prepares it again.
 *
 * <p><b>Time:</b> the router binds a {@link CallContext} around every route. In such a context a read fails with
 * {@code QUERY_TIMEOUT} after the configured time (5 seconds). It fails with {@code UNAVAILABLE} when its client has
 * gone or the server stops. A read other than by id fails with {@code RATE_LIMITED} when the caller has too many of
 * them running.
 *
 * <p><b>Waiting:</b> a policy function or a change listener must not wait for a write. On the threads that all writes
 * wait for, such a wait fails with {@code INTERNAL}.
 */
@ProviderType
public interface DataService {
    /** Returns the app that serves now. Fails with {@code UNAVAILABLE} before there is one. */
    AppModel app();

    /**
     * Returns the entity of that name. Fails with {@code ENTITY_NOT_FOUND} when there is none, and for system entities.
     */
    Entity entity(String name);

    /** Returns the row. Fails with {@code NOT_FOUND}. */
    Row get(Principal principal, Entity entity, String id);

    /** Returns the row with the seq of its newest change. Fails with {@code NOT_FOUND}. */
    Versioned versioned(Principal principal, Entity entity, String id);

    /**
     * Returns the first matching row in order of id, for lookups by a unique field; empty when the principal may read
     * none.
     */
    Optional<Row> find(Principal principal, Entity entity, Filter filter);

    /**
     * Returns at most {@code query.limit()} rows; the limit may be up to 10,000. The page ends with the row that brings
     * it above {@code query.bytesMax()}.
     */
    Page query(Principal principal, Query query);

    /** Returns the number of matching rows that the principal may read. */
    long count(Principal principal, Entity entity, Filter filter);

    /**
     * Returns one row for each group, over the rows that the principal may read; exactly one row when there are no
     * groupings. Fails with {@code LIMIT_EXCEEDED} beyond {@link AggregateQuery#BYTES_MAX}.
     */
    List<AggregateRow> aggregate(Principal principal, AggregateQuery query);

    /**
     * Returns the rows of the query with their related rows, as far as this principal may see them. All come from one
     * snapshot. Fails with {@code LIMIT_EXCEEDED} when they take more than {@link Page#BYTES_MAX} bytes, and with
     * {@code INVALID_QUERY} for more than 10,000 rows or 5 levels. A row counts at every place where it occurs.
     */
    List<GraphNode> graph(Principal principal, Query query, List<Include> includes);

    /**
     * Writes all mutations or none. Validation and before-hooks run on the calling thread, and may change the drafts.
     *
     * <p><b>Thread:</b> the stage completes when the write is durable, as that of
     * {@link io.lynchet.api.store.Store#commit} does: on one of the store's threads for callers, in no particular
     * order, where a dependent must not wait for another write. With a
     * {@link io.lynchet.api.schema.SchemaChangedException} it completes on a thread of the data service, where
     * dependents may also wait for writes.
     *
     * <p>The call itself or the stage fails with a {@link io.lynchet.api.LynchetException}. When one of several
     * mutations is to blame, it is a {@link MutationFailure} that names the mutation. Codes:
     *
     * <ul>
     *   <li>those of validation, all problems at once;
     *   <li>{@code HOOK_REJECTED}, {@code HOOK_MISSING}, {@code HOOK_LOOP};
     *   <li>{@code POLICY_DENIED}, {@code POLICY_FUNCTION_MISSING};
     *   <li>{@code NOT_FOUND}, also when the principal may not read the row;
     *   <li>{@code ID_CONFLICT}, {@code UNIQUE_VIOLATION}, {@code INVALID_REFERENCE}, {@code REFERENCE_IN_USE};
     *   <li>{@code CONFLICT}, {@code PRECONDITION_FAILED} (an {@code unchangedSince} ahead of the log);
     *   <li>{@code IDEMPOTENCY_KEY_REUSED};
     *   <li>{@code OVERLOADED}, {@code UNAVAILABLE}, {@code STORE_FULL}, {@code STORE_FAILED}.
     * </ul>
     *
     * @param mutations 1 to 10,000
     * @param operation the idempotency key, if any. A write that is known already is not made again; its first result
     *     is returned. Fails with {@code INVALID_DATA} when ids or digest are too short or too long
     */
    CompletionStage<WriteResult> write(Principal principal, List<Mutation> mutations, Optional<Operation> operation);
}
