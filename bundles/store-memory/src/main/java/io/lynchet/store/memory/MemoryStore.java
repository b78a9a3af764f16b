// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.OperationKey;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.MigrationPlan;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.CommitListener;
import io.lynchet.api.store.Deadline;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreErrors;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.api.store.StoreSink;
import io.lynchet.api.store.StoreSource;
import io.lynchet.api.store.WriterThreads;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference store, in memory: it does everything that the contract asks for, except to survive the process. Its
 * behaviour defines the meaning of the contract.
 *
 * <p>The state is one immutable value in one volatile field. The writer thread replaces it; readers take it.
 */
@Component(name = "io.lynchet.store.memory", service = Store.class, property = Store.PROVIDER + "=" + MemoryStore.NAME)
@Designate(ocd = MemoryStore.Config.class)
public final class MemoryStore implements Store, AutoCloseable {
    static final String NAME = "memory";

    private static final Logger LOG = LoggerFactory.getLogger(MemoryStore.class);
    private static final int QUEUE_MAX = 4_096;
    private static final Set<StoreCapability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(StoreCapability.DURABLE)));

    /** Configuration of the store in memory. */
    @ObjectClassDefinition(name = "Lynchet store in memory")
    public @interface Config {
        @AttributeDefinition(
                name = "Queue length",
                description = "Commits that may wait for the writer thread; further ones fail with OVERLOADED. 1 to"
                        + " 1000000.",
                min = "1",
                max = "1000000")
        int queueMax() default QUEUE_MAX;
    }

    // Compared by identity: one listener may be registered twice, and each handle closes its own registration.
    private static final class Registration {
        private final CommitListener listener;

        Registration(CommitListener listener) {
            this.listener = listener;
        }
    }

    private final List<Registration> listeners = new CopyOnWriteArrayList<>();
    private final Writer writer;

    // Only the writer thread writes it.
    private volatile State state =
            State.empty(new State.Identity(UUID.randomUUID().toString(), 1));

    public MemoryStore() {
        this(new Writer(QUEUE_MAX));
    }

    @Activate
    public MemoryStore(Config config) {
        this(new Writer(checked(config.queueMax())));
    }

    private MemoryStore(Writer writer) {
        this.writer = writer;
    }

    /** @param queueMax the number of commits that may wait for the writer */
    static MemoryStore withQueue(int queueMax) {
        return new MemoryStore(new Writer(checked(queueMax)));
    }

    private static int checked(int queueMax) {
        if (queueMax < 1 || queueMax > 1_000_000) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "queueMax must be 1 to 1000000, not " + queueMax);
        }
        return queueMax;
    }

    /**
     * Finishes the accepted commits; later ones fail with {@code UNAVAILABLE}. Reads go on. Blocks for at most 30
     * seconds.
     */
    @Deactivate
    @Override
    public void close() {
        writer.close();
    }

    private State state() {
        return state;
    }

    @Override
    public StoreInfo info() {
        State now = state;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("rows", String.valueOf(now.tables().size()));
        details.put("queue", String.valueOf(writer.waiting()));
        return new StoreInfo(
                NAME,
                now.identity().storeId(),
                now.identity().epoch(),
                now.log().head(),
                now.log().oldest(),
                CAPABILITIES,
                Collections.unmodifiableMap(details));
    }

    @Override
    public Optional<Schema> installed() {
        return state.installed();
    }

    @Override
    public ReadView latest(Deadline deadline) {
        return new MemoryView(this::state, deadline);
    }

    @Override
    public Snapshot snapshot(Deadline deadline) {
        deadline.check();
        State held = state;
        return new MemoryView(() -> held, deadline);
    }

    @Override
    public CompletionStage<WriteResult> commit(Commit commit) {
        CompletableFuture<WriteResult> answer = WriterThreads.stage();
        try {
            WriterThreads.requireMayCommit();
            writer.offer(() -> answer(commit, answer));
        } catch (LynchetException refused) {
            answer.completeExceptionally(refused);
        }
        return answer;
    }

    private void answer(Commit commit, CompletableFuture<WriteResult> answer) {
        try {
            WriteResult committed = publish(step(commit));
            writer.goOn(() -> answer.complete(committed));
        } catch (LynchetException refused) {
            writer.goOn(() -> answer.completeExceptionally(refused));
        } catch (RuntimeException | Error broken) {
            Vitals.suffered(broken);
            LynchetException failure =
                    new LynchetException(ErrorCode.STORE_FAILED, "the store could not commit", broken);
            writer.goOn(() -> answer.completeExceptionally(failure));
        }
    }

    private State.Step step(Commit commit) {
        WriterThreads.Part before = WriterThreads.enter(WriterThreads.Part.WRITING);
        try {
            return new Transaction(state, now()).run(commit);
        } finally {
            WriterThreads.enter(before);
        }
    }

    @Override
    public void install(Schema schema, MigrationPlan plan) {
        writer.run(() -> publish(new Migration(state, schema, plan, now()).run()));
    }

    @Override
    public Listening listen(CommitListener listener) {
        Registration registration = new Registration(listener);
        listeners.add(registration);
        return () -> listeners.remove(registration);
    }

    @Override
    public long pruneLog(long before, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("atMost " + atMost);
        }
        writer.run(() -> state = state.with(state.tables(), state.log().prunedTo(before, atMost)));
        return state.log().oldest();
    }

    @Override
    public void copyTo(StoreSink sink) {
        State held = state;
        StoreInfo info = info();
        Schema schema = held.installed().orElse(Schema.EMPTY);
        sink.begin(
                new StoreInfo(
                        NAME,
                        held.identity().storeId(),
                        held.identity().epoch(),
                        held.log().head(),
                        held.log().oldest(),
                        info.capabilities(),
                        info.details()),
                schema);
        for (var entity : schema.entities()) {
            for (Table.Stored stored : held.tables().of(entity).all()) {
                sink.row(stored.row(), stored.seq());
            }
        }
        for (Change change : held.log().entries().values()) {
            sink.change(Log.as(change, schema));
        }
        for (State.Remembered operation : held.operations().values()) {
            sink.operation(operation.key(), operation.answer());
        }
        sink.end();
    }

    @Override
    public void load(StoreSource source) {
        requireEmpty();
        Loading loading = new Loading();
        source.feed(loading);
        State loaded = loading.state();
        writer.run(() -> {
            requireEmpty();
            state = loaded;
        });
    }

    @Override
    public void replay(List<Change> changes, Map<OperationKey, WriteResult> operations) {
        writer.run(() -> publish(Replaying.run(state, changes, operations)));
    }

    @Override
    public void beginEpoch(long epoch, long head) {
        writer.run(() -> {
            State now = state;
            if (epoch <= now.identity().epoch() || head < now.log().head()) {
                throw new IllegalArgumentException("epoch " + epoch + ", head " + head + " after " + info());
            }
            state = now.beginning(epoch, head);
        });
    }

    private void requireEmpty() {
        if (!state.isEmpty()) {
            throw StoreErrors.notEmpty();
        }
    }

    private WriteResult publish(State.Step step) {
        state = step.state();
        if (!step.changes().isEmpty()) {
            for (Registration registration : listeners) {
                tell(registration.listener, step.changes());
            }
        }
        return step.answer();
    }

    // The commit is done, so a listener that breaks its contract can't undo it, nor affect the other listeners.
    private static void tell(CommitListener listener, List<Change> changes) {
        try {
            listener.committed(changes);
        } catch (RuntimeException | Error broken) {
            Vitals.suffered(broken);
            LOG.error("A commit listener failed at seq {}.", changes.get(0).seq(), broken);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
