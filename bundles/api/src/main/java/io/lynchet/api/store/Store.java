// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.row.Change;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.schema.SchemaChangedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Durable rows and the log of their changes.
 *
 * <p><b>Who:</b> a provider bundle registers one as a service with the property {@link #PROVIDER}; the data service and backups use it,
 * through a lease, so that a provider's deactivation waits for running calls. <b>Threads:</b> all methods may be called from any thread at
 * any time. <b>Life:</b> a service that is registered is ready. When it is going away, commits that were accepted are finished first; later
 * ones fail with {@code UNAVAILABLE}.
 *
 * <p><b>Order:</b> commits are serialised. Seqs are dense, begin at 1 and are given in commit order; a reader that has seen seq <i>n</i>
 * never later sees a smaller one appear. They survive restarts. The log keeps the bounds of commits ({@link Change#commitSeq}), also when it is copied,
 * loaded and replayed.
 */
@ConsumerType
public interface Store {
    /** Service property, String: short name of the provider, such as {@code sqlite}. */
    String PROVIDER = "lynchet.store";

    /** Current figures; cheap enough to be asked every second. */
    StoreInfo info();

    /** The schema that the stored rows have, or empty before the first {@link #install}. The same object until the next install. */
    Optional<Schema> installed();

    /**
     * Takes over a schema, all or nothing. Blocks until done; commits wait meanwhile.
     *
     * <p>{@code MIGRATION_REFUSED} when a step loses data without being accepted, or when stored rows stand in the way: each such step is a
     * problem whose path is the step's label and whose message holds up to ten ids. Rows that get other values by a step get log entries
     * (kind update), each as a commit of its own: they may be more than a commit can have, and nobody goes on from one generation of a schema to the next
     * without looking at all rows. After a refusal the old schema goes on.
     *
     * @param plan leads from {@link #installed()} to {@code schema}
     */
    void install(Schema schema, MigrationPlan plan);

    /**
     * The newest committed state; each call is consistent in itself, two calls may see different states. Needs no closing.
     *
     * @param deadline of each read by this view; it fails with what the deadline says
     */
    View latest(Deadline deadline);

    /** The same for our own work, which may take as long as it takes. */
    default View latest() {
        return latest(Deadline.NONE);
    }

    /**
     * Opens a view of the newest committed state; the caller closes it. {@code OVERLOADED} when too many are open.
     *
     * @param deadline of all reads by this snapshot together; they fail with what the deadline says. Closing is always possible
     */
    Snapshot snapshot(Deadline deadline);

    /** The same for our own work, which may take as long as it takes. */
    default Snapshot snapshot() {
        return snapshot(Deadline.NONE);
    }

    /**
     * Queues a commit and returns at once; callers that come at the same time share one sync to disk. The stage completes on the store's
     * thread, in commit order, when the commit is durable and listeners have been told; dependents must not block there.
     *
     * <p>It fails with a {@link io.lynchet.api.LynchetException}, which is a {@link WriteRefusedException} naming the write when a commit of
     * two or more writes fails because of one of them (its own errors, or its guard): the errors of {@link Write}, what the guard threw, {@code CONFLICT} of a read
     * set, {@code IDEMPOTENCY_KEY_REUSED}, {@code OVERLOADED} when the queue is full, {@code UNAVAILABLE} when the store is closing, {@code STORE_FULL},
     * {@code STORE_FAILED}, {@link SchemaChangedException}. A commit from inside a guard fails with {@code INTERNAL}, and so does waiting for the stage,
     * or for one that depends on it, where the store tells listeners and callers ({@link WritePath}). After a failure nothing of it is stored, others of the same group are not
     * harmed.
     */
    CompletionStage<Committed> commit(Commit commit);

    /** Registers a listener until the returned handle is closed. */
    Listening listen(CommitListener listener);

    /**
     * Forgets commits of the log that end below {@code before}, the oldest first, at most so many changes in one call, and never the newest commit. A commit
     * is forgotten whole, so when the oldest has more changes than that, it goes alone. Rows and the answers to operation keys stay. Takes its turn among commits, which wait for it, so a caller with much to forget calls it again and
     * again; blocks until what it has forgotten is durably forgotten. Snapshots that are open go on telling what they had. A call that has
     * nothing to forget changes nothing. {@code UNAVAILABLE} when the store is closing, {@code STORE_FULL}, {@code STORE_FAILED}; then nothing is
     * forgotten.
     *
     * @param atMost 1 or more
     * @return {@link StoreInfo#oldestSeq()} after it, which never goes back, also over restarts
     */
    long pruneLog(long before, int atMost);

    /** Feeds everything, consistently at one seq, on the calling thread, while writers go on. Needs {@link StoreCapability#COPY}. */
    void copyTo(StoreSink sink);

    /** Fills an empty store; {@code CONFLICT} if it is not empty, or when the log of the source holds half a commit. All or nothing. Needs {@link StoreCapability#COPY}. */
    void load(StoreSource source);

    /**
     * Goes on where {@link #load} ended, with what the other store committed afterwards: rows, seqs, instants and last changes become what they are
     * there. All or nothing, durable on return; takes its turn among commits, and listeners hear of it. Nothing is checked but that it fits.
     * {@code CONFLICT} when it does not: the changes do not begin at the head and go on without a gap, they end inside a commit, a row is not what its change
     * found, or an entity has other fields here. Needs {@link StoreCapability#COPY}.
     *
     * @param changes whole commits, at most {@link Commit#WRITES_MAX}, ascending; entities are known by their names
     * @param operations answers to be remembered besides, also those that are known
     */
    void replay(List<Change> changes, Map<OperationKey, Committed> operations);

    /**
     * Begins another epoch, in which seqs go on above {@code head}. When that is above the head there is now, the log so far is forgotten, so that
     * nobody takes it up in the part that is skipped. Durable on return; takes its turn among commits. Needs {@link StoreCapability#COPY}.
     *
     * @param epoch above that of {@link #info()}, else {@link IllegalArgumentException}
     * @param head not below that of {@link #info()}, else {@link IllegalArgumentException}
     */
    void beginEpoch(long epoch, long head);

    /** A registration; closing twice is the same as once. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
