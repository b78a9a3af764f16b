// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.query.AggregateQuery;
import io.lynchet.api.query.AggregateRow;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.Versioned;
import io.lynchet.api.schema.Entity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and writes of rows on behalf of a principal.
 *
 * <p><b>Threads:</b> any. Reads block while the store reads. <b>Policy:</b> a row that the principal may not read is not there: it is not
 * returned, counted, aggregated, sorted on or found by id ({@code NOT_FOUND}). When the read rule does not depend on rows and says no, reads
 * fail with {@code POLICY_DENIED}. A reference that a write sets to such a row is {@code INVALID_REFERENCE}, as if the row were not there, unless the caller may read it once the write is made; {@code REFERENCE_IN_USE} names no such rows. Server-only fields are null in rows for principals that are not admins, and may not be filtered, sorted
 * or measured by them. <b>Swap:</b> while the store or the policy engine is being replaced, calls wait up to 5 seconds and then fail with
 * {@code UNAVAILABLE}. <b>Schema:</b> entities, filters and drafts belong to the generation that {@link #entity} gave out; when the manifest
 * was reloaded meanwhile a call may fail with {@code CONFLICT} as a {@link io.lynchet.api.schema.SchemaChangedException}, and the caller prepares it again.
 * <b>Time:</b> in a {@link CallContext}, which is there in every route, a read fails with {@code QUERY_TIMEOUT} after the configured time (5 seconds), with
 * {@code UNAVAILABLE} when its client has gone or the server stops, and with {@code RATE_LIMITED} when the caller has too many reads under way. Writes can't be
 * waited for inside a policy function or a listener of changes: {@code INTERNAL}.
 */
@ProviderType
public interface DataService {
    /** The app that serves now; {@code UNAVAILABLE} before there is one. */
    AppModel app();

    /** The entity of that name for callers: {@code ENTITY_NOT_FOUND} when there is none, and for system entities. */
    Entity entity(String name);

    /** The row; {@code NOT_FOUND}. */
    Row get(Principal principal, Entity entity, String id);

    /** The row with the seq of its newest change; {@code NOT_FOUND}. */
    Versioned versioned(Principal principal, Entity entity, String id);

    /** The first matching row in order of id, for lookups by a unique field; empty when none may be read. */
    Optional<Row> find(Principal principal, Entity entity, Filter filter);

    /** At most {@code query.limit()} rows, which may be 10,000, and one row more at most than fit into {@code query.bytesMax()}. */
    Page query(Principal principal, Query query);

    /** How many matching rows the principal may read. */
    long count(Principal principal, Entity entity, Filter filter);

    /**
     * One row a group, over the rows that the principal may read; exactly one row when there are no groupings. {@code LIMIT_EXCEEDED} beyond
     * {@link AggregateQuery#BYTES_MAX}.
     */
    List<AggregateRow> aggregate(Principal principal, AggregateQuery query);

    /**
     * The rows of the query with their related rows, all of them as this principal may see them, at one moment. {@code LIMIT_EXCEEDED} when they take more
     * than {@link Page#BYTES_MAX}; a row counts wherever it comes along.
     */
    List<Node> graph(Principal principal, Query query, List<Include> includes);

    /**
     * Writes all or nothing. Validation and before-hooks run on the calling thread; the stage completes when the write is durable.
     *
     * <p>Fails (the call itself, or the stage) with a {@link io.lynchet.api.LynchetException}; with several mutations it is a
     * {@link MutationFailure}. Codes: those of validation (all problems at once), {@code HOOK_REJECTED}, {@code POLICY_DENIED},
     * {@code NOT_FOUND} (also when the row may not be read), {@code ID_CONFLICT}, {@code UNIQUE_VIOLATION}, {@code INVALID_REFERENCE},
     * {@code REFERENCE_IN_USE}, {@code CONFLICT}, {@code PRECONDITION_FAILED} (an {@code unchangedSince} ahead of the log), {@code IDEMPOTENCY_KEY_REUSED}, {@code OVERLOADED}, {@code UNAVAILABLE}, {@code STORE_FULL}, {@code STORE_FAILED}.
     *
     * @param mutations 1 to 10,000
     */
    CompletionStage<Written> write(Principal principal, List<Mutation> mutations, Optional<Idempotency> idempotency);
}
