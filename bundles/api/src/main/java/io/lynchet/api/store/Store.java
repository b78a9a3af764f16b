// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The store that holds all rows of an app and the log of their changes, durably if it has
 * {@link StoreCapability#DURABLE}.
 *
 * <p><b>Who:</b> a provider bundle registers a store as a service with the property {@link #PROVIDER}. The data service
 * and backups use it through a lease, so that a provider's deactivation waits for running calls.
 *
 * <p><b>Threads:</b> any thread may call any method at any time.
 *
 * <p><b>Lifecycle:</b> a registered service is ready. A store that is to leave finishes the accepted commits first;
 * later commits fail with {@code UNAVAILABLE}.
 *
 * <p><b>Order:</b> commits are serialised. Seqs are dense, begin at 1 and follow commit order. A reader that has seen
 * seq <i>n</i> never later sees a smaller one appear. Seqs survive restarts. The log keeps the bounds of commits
 * ({@link Change#commitSeq}), also when it is copied, loaded and replayed.
 */
@ConsumerType
public interface Store {
    /** The service property with the short name of the provider, such as {@code sqlite}; a String. */
    String PROVIDER = "lynchet.store";

    /** Returns the current state and figures. Cheap enough to call every second. */
    StoreInfo info();

    /**
     * Returns the schema of the stored rows, or empty before the first {@link #install}. Returns the same object until
     * the next install.
     */
    Optional<Schema> installed();

    /**
     * Installs a schema, all or nothing. Blocks until done; commits wait meanwhile.
     *
     * <p>Fails with {@code MIGRATION_REFUSED} when a step loses data that is not accepted as lost, or when stored rows
     * prevent a step. Each such step is a problem: its path is the step's label, its message names up to ten ids. After
     * a refusal the old schema stays.
     *
     * <p>A row that gets other values by a step gets a log entry (kind update), as a commit of its own. There may be
     * more such rows than one commit can hold. No reader follows the log across generations without reading all rows
     * again, so these commits need not be one.
     *
     * @param plan the steps from {@link #installed()} to {@code schema}
     */
    void install(Schema schema, MigrationPlan plan);

    /**
     * Returns a view of the newest committed state. Each call is consistent in itself; two calls may see different
     * states. The view needs no closing.
     *
     * @param deadline the time limit of each read by this view; a read fails with the deadline's exception
     */
    ReadView latest(Deadline deadline);

    /** Returns a view of the newest committed state without a time limit, for the server's own work. */
    default ReadView latest() {
        return latest(Deadline.NONE);
    }

    /**
     * Opens a snapshot of the newest committed state; the caller closes it. Fails with {@code OVERLOADED} when too many
     * are open.
     *
     * @param deadline the time limit of all reads by this snapshot together; they fail with the deadline's exception.
     *     Closing is always possible
     */
    Snapshot snapshot(Deadline deadline);

    /** Opens a snapshot without a time limit, for the server's own work. */
    default Snapshot snapshot() {
        return snapshot(Deadline.NONE);
    }

    /**
     * Queues a commit and returns at once. Commits that arrive at the same time share one sync to disk.
     *
     * <p><b>Thread:</b> the stage completes when the commit is durable and the listeners have been told, on one of
     * several threads of the store for callers. It is neither the writer's thread nor the one that tells listeners. The
     * stages of different commits complete in no particular order. Dependents run there, too, unless they name an
     * executor. One that blocks delays neither commits nor listeners nor other callers, until 64 of them block at once.
     *
     * <p>A commit that is not accepted ({@code OVERLOADED}, {@code UNAVAILABLE}, a commit inside a guard) returns a
     * stage that has failed already. After an unexpected error in the writer, stages fail with {@code STORE_FAILED}.
     *
     * <p><b>Waiting:</b> inside a guard, a commit fails with {@code INTERNAL}. Inside a guard, in a listener and in a
     * dependent on the store's threads, waiting for an unfinished stage, or for one that depends on it, throws
     * {@code INTERNAL} ({@link WriterThreads}).
     *
     * <p><b>Errors:</b> a failed commit stores nothing and does not affect others of the same group. The stage fails
     * with a {@link io.lynchet.api.LynchetException}:
     *
     * <ul>
     *   <li>the errors of {@link Write}, or the exception of the guard. When one write of several is to blame, the
     *       exception is a {@link WriteRefusedException} that names the write;
     *   <li>{@code CONFLICT} of a read set;
     *   <li>{@code IDEMPOTENCY_KEY_REUSED};
     *   <li>{@code OVERLOADED} when the queue is full;
     *   <li>{@code UNAVAILABLE} when the store is closing;
     *   <li>{@code STORE_FULL}, {@code STORE_FAILED};
     *   <li>{@link SchemaChangedException}.
     * </ul>
     */
    CompletionStage<WriteResult> commit(Commit commit);

    /**
     * Registers a listener until the returned handle is closed. The first commit that it hears of may have become
     * durable before the registration.
     */
    Listening listen(CommitListener listener);

    /**
     * Prunes commits of the log that end below {@code before}, oldest first, at most {@code atMost} changes in one
     * call. The newest commit always stays. A commit is pruned whole: when the oldest has more changes than
     * {@code atMost}, it alone is pruned. Rows and the remembered results of operation keys stay.
     *
     * <p>The call takes its turn among commits, which wait for it; a caller with much to prune calls it repeatedly. It
     * blocks until the pruning is durable. Open snapshots keep their log entries. A call with nothing to prune changes
     * nothing. Fails with {@code UNAVAILABLE} when the store is closing, {@code STORE_FULL}, {@code STORE_FAILED}; then
     * nothing is pruned.
     *
     * @param atMost 1 or more
     * @return {@link StoreInfo#oldestSeq()} afterwards, which never decreases, also over restarts
     */
    long pruneLog(long before, int atMost);

    /**
     * Copies the whole content, consistently at one seq, into the sink. Runs on the calling thread while writers go on.
     * Needs {@link StoreCapability#COPY}.
     */
    void copyTo(StoreSink sink);

    /**
     * Fills an empty store, all or nothing. Fails with {@code CONFLICT} when the store is not empty, or when the log of
     * the source holds half a commit. Needs {@link StoreCapability#COPY}.
     */
    void load(StoreSource source);

    /**
     * Continues a {@link #load} with the later commits of the other store. Rows, seqs, instants and last changes become
     * the same as there.
     *
     * <p>All or nothing, durable on return. The call takes its turn among commits, and listeners hear of the changes.
     * The store checks only that the changes fit. It fails with {@code CONFLICT} when they do not: they do not begin at
     * the head, have a gap, or end inside a commit; a row differs from the row that its change found; an entity has
     * other fields here. Needs {@link StoreCapability#COPY}.
     *
     * @param changes whole commits, at most {@link Commit#WRITES_MAX} changes, ascending; entities are matched by name
     * @param operations results to remember, also ones that are known already
     */
    void replay(List<Change> changes, Map<OperationKey, WriteResult> operations);

    /**
     * Begins another epoch, in which seqs continue above {@code head}. When {@code head} is above the current head, the
     * store prunes the whole log, so that no reader resumes in the skipped part. Durable on return. The call takes its
     * turn among commits. Needs {@link StoreCapability#COPY}.
     *
     * @param epoch above the epoch of {@link #info()}, else {@link IllegalArgumentException}
     * @param head not below the head of {@link #info()}, else {@link IllegalArgumentException}
     */
    void beginEpoch(long epoch, long head);

    /** The handle of a registration. Closing twice is the same as once. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
