// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.restore;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.backup.format.BackupSection;
import io.lynchet.backup.format.ContentHash;
import io.lynchet.backup.format.ContentSize;
import io.lynchet.backup.format.CountingSink;
import io.lynchet.backup.format.TaskSteps;
import io.lynchet.backup.log.ArchiveFollower;
import io.lynchet.backup.take.ReadThrottle;
import io.lynchet.json.row.SchemaCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The move of one store into another. It copies the content, follows the log, compares both, and makes the other store
 * take over.
 */
public final class MoveStore {
    /** The number of changes that callers may wait for at the takeover. */
    private static final long NEAR = 200;

    /** The number of rounds of catching up in which the distance may grow, before writers are slowed down. */
    private static final int PATIENCE = 3;

    /**
     * The longest wait of callers at the takeover, and the number of such waits when writers are faster than the new
     * store.
     */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final int PAUSES_MAX = 200;

    private final ServingStore stores;
    private final String from;
    private final String to;
    private final TaskSteps steps;

    public MoveStore(ServingStore stores, String from, String to, TaskSteps steps) {
        this.stores = stores;
        this.from = from;
        this.to = to;
        this.steps = steps;
    }

    public BackupReport run() {
        Store target = stores.named(to);
        // This error lists the present stores, which helps after a typing error more than the name of the serving one.
        stores.named(from);
        try (Store.Listening kept = stores.keepLog()) {
            stores.work(
                    source -> {
                        bring(source, target);
                        return null;
                    },
                    () -> steps.stop("The store " + from + " is being swapped; " + from + " still serves."));
            takeOver();
        }
        StoreInfo info = target.info();
        long rows = ContentSize.rows(target);
        steps.step("done", 0);
        return new BackupReport(to, info.epoch(), info.headSeq(), rows, 0, List.of());
    }

    private void bring(Store source, Store target) {
        requireServing(source);
        if (isEmpty(target)) {
            steps.step("copying", ContentSize.records(source));
            target.load(sink -> source.copyTo(new CountingSink(sink, new ReadThrottle(source, steps))));
        } else {
            requireEarlier(source, target);
        }
        catchUp(source, target);
        compare(source, target);
        catchUp(source, target);
    }

    private void requireServing(Store source) {
        String serving = source.info().provider();
        if (!serving.equals(from)) {
            throw new LynchetException(ErrorCode.CONFLICT, "The store " + serving + " serves, not " + from + ".");
        }
        if (from.equals(to)) {
            throw new LynchetException(ErrorCode.CONFLICT, "The store " + to + " serves already.");
        }
    }

    private static boolean isEmpty(Store store) {
        return store.info().headSeq() == 0 && store.installed().isEmpty();
    }

    /** Checks that the target holds an earlier state of the same data. A move continues an earlier one, also back. */
    private void requireEarlier(Store source, Store target) {
        StoreInfo here = source.info();
        StoreInfo there = target.info();
        boolean same = here.storeId().equals(there.storeId()) && here.epoch() == there.epoch();
        boolean reached = there.headSeq() <= here.headSeq() && there.headSeq() >= here.oldestSeq() - 1;
        if (!same || !reached || !schema(source).equals(schema(target))) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "The store " + to + " holds other data, at seq " + there.headSeq() + " of epoch "
                            + there.epoch()
                            + ". It must be empty, or hold an earlier state of the same data and tables that the log"
                            + " still reaches. Nothing has changed; empty it and begin again.");
        }
    }

    private static String schema(Store store) {
        return SchemaCodec.encode(store.installed().orElse(Schema.EMPTY));
    }

    /** Catches up until the target is near, or does not come nearer. */
    private void catchUp(Store source, Store target) {
        long distance = Long.MAX_VALUE;
        int grown = 0;
        while (grown < PATIENCE) {
            long behind = source.info().headSeq() - target.info().headSeq();
            if (behind <= NEAR) {
                return;
            }
            grown = behind < distance ? 0 : grown + 1;
            distance = behind;
            steps.step("catching up", behind);
            new ArchiveFollower(source, target, steps).to(source.info().headSeq());
        }
    }

    /** Hands over. Where writers are too fast, it pauses them repeatedly, so that the distance shrinks. */
    private void takeOver() {
        for (int i = 0; i < PAUSES_MAX; i++) {
            steps.step("switching", 0);
            AtomicBoolean reached = new AtomicBoolean();
            try {
                stores.handOver(from, to, (source, target) -> {
                    long until = System.nanoTime() + PAUSE_NANOS;
                    reached.set(new ArchiveFollower(source, target, steps).toEnd(() -> System.nanoTime() - until < 0));
                    if (!reached.get()) {
                        throw tooFast();
                    }
                    requireSame(source.info(), target.info());
                });
                return;
            } catch (LynchetException e) {
                if (reached.get() || e.code() != ErrorCode.OVERLOADED) {
                    throw e;
                }
            }
        }
        throw tooFast();
    }

    private LynchetException tooFast() {
        return new LynchetException(
                ErrorCode.OVERLOADED,
                "Writers are faster than the store " + to
                        + ". Try again at a quieter time; the move then continues from what it has copied.");
    }

    /** Compares both stores at one seq, while writers go on in the source. */
    private void compare(Store source, Store target) {
        steps.step("reading " + from, ContentSize.records(source));
        ContentHash wanted = ContentHash.of(source, new ReadThrottle(source, steps));
        steps.step("catching up", wanted.info().headSeq() - target.info().headSeq());
        new ArchiveFollower(source, target, steps).to(wanted.info().headSeq());
        steps.step("comparing with " + to, ContentSize.records(target));
        ContentHash found = ContentHash.of(target, new ReadThrottle(source, steps));
        requireSame(wanted.info(), found.info());
        // Each store removes old results at its own time. The log may reach further back in a target that an earlier
        // move has filled.
        boolean sameLog = wanted.info().oldestSeq() == found.info().oldestSeq();
        for (Map.Entry<String, String> section : wanted.sections().entrySet()) {
            boolean compared = !section.getKey().equals(BackupSection.OPERATIONS)
                    && (sameLog || !section.getKey().equals(BackupSection.CHANGES));
            if (compared && !section.getValue().equals(found.sections().get(section.getKey()))) {
                throw different(section.getKey());
            }
        }
    }

    private void requireSame(StoreInfo wanted, StoreInfo found) {
        if (!wanted.storeId().equals(found.storeId())
                || wanted.epoch() != found.epoch()
                || wanted.headSeq() != found.headSeq()) {
            throw different("the seq");
        }
    }

    private LynchetException different(String what) {
        return new LynchetException(
                ErrorCode.CONFLICT,
                what + " in " + to + " differs from " + from + ", which still serves. Empty " + to
                        + ", begin again, and report this.");
    }
}
