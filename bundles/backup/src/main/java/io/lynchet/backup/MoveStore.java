// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.backup.BackupReport;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.ServingStore;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import io.lynchet.json.SchemaCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Copies one store into another, follows the log, compares, and has the other one take over. */
final class MoveStore {
    /** Changes that callers may wait for at the end. */
    private static final long NEAR = 200;

    /** Rounds of catching up in which the distance may grow, before writers are slowed down. */
    private static final int PATIENCE = 3;

    /** How long callers wait at the end, and how often they may have to when writers are faster than the new store. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private static final int PAUSES_MAX = 200;

    private final ServingStore stores;
    private final String from;
    private final String to;
    private final Steps steps;

    MoveStore(ServingStore stores, String from, String to, Steps steps) {
        this.stores = stores;
        this.from = from;
        this.to = to;
        this.steps = steps;
    }

    BackupReport run() {
        Store target = stores.named(to);
        // Refused with the names that there are, which says more to somebody who mistyped it than which one serves.
        stores.named(from);
        try (Store.Listening kept = stores.keepLog()) {
            stores.work(
                    source -> {
                        bring(source, target);
                        return null;
                    },
                    () -> steps.stop("The store " + from + " is being replaced; " + from + " stays in charge."));
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
            target.load(sink -> source.copyTo(new CountedSink(sink, new Courtesy(source, steps))));
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
            throw new LynchetException(
                    ErrorCode.CONFLICT, "It is the store " + serving + " that serves, not " + from + ".");
        }
        if (from.equals(to)) {
            throw new LynchetException(ErrorCode.CONFLICT, "The store " + to + " serves already.");
        }
    }

    private static boolean isEmpty(Store store) {
        return store.info().headSeq() == 0 && store.installed().isEmpty();
    }

    /** What an earlier move has brought is gone on with, also back. */
    private void requireEarlier(Store source, Store target) {
        StoreInfo here = source.info();
        StoreInfo there = target.info();
        boolean same = here.storeId().equals(there.storeId()) && here.epoch() == there.epoch();
        boolean reached = there.headSeq() <= here.headSeq() && there.headSeq() >= here.oldestSeq() - 1;
        if (!same || !reached || !schema(source).equals(schema(target))) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "The store " + to + " holds something else, at seq " + there.headSeq() + " of epoch "
                            + there.epoch()
                            + ". It has to be empty, or hold an earlier state of the same data and tables from which the log goes on."
                            + " Nothing was changed; empty it, and begin again.");
        }
    }

    private static String schema(Store store) {
        return SchemaCodec.encode(store.installed().orElse(Schema.EMPTY));
    }

    /** Until it is near, or does not come nearer. */
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
            new LogFollower(source, target, steps).to(source.info().headSeq());
        }
    }

    /** Where writers are too fast to be caught up with, they wait again and again, so that the distance shrinks. */
    private void takeOver() {
        for (int i = 0; i < PAUSES_MAX; i++) {
            steps.step("switching", 0);
            AtomicBoolean reached = new AtomicBoolean();
            try {
                stores.handOver(from, to, (source, target) -> {
                    long until = System.nanoTime() + PAUSE_NANOS;
                    reached.set(new LogFollower(source, target, steps).toEnd(() -> System.nanoTime() - until < 0));
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
                        + ". Try again at a quieter time; what was copied is gone on with.");
    }

    /** At one seq, while writers go on with the source. */
    private void compare(Store source, Store target) {
        steps.step("reading " + from, ContentSize.records(source));
        ContentHash wanted = ContentHash.of(source, new Courtesy(source, steps));
        steps.step("catching up", wanted.info().headSeq() - target.info().headSeq());
        new LogFollower(source, target, steps).to(wanted.info().headSeq());
        steps.step("comparing with " + to, ContentSize.records(target));
        ContentHash found = ContentHash.of(target, new Courtesy(source, steps));
        requireSame(wanted.info(), found.info());
        // Answers are forgotten by each store at its own time; the log may reach further back where it was brought
        // earlier.
        boolean sameLog = wanted.info().oldestSeq() == found.info().oldestSeq();
        for (Map.Entry<String, String> section : wanted.sections().entrySet()) {
            boolean compared = !section.getKey().equals(Section.OPERATIONS)
                    && (sameLog || !section.getKey().equals(Section.CHANGES));
            if (compared && !section.getValue().equals(found.sections().get(section.getKey()))) {
                throw different(section.getKey());
            }
        }
    }

    private void requireSame(StoreInfo wanted, StoreInfo found) {
        if (!wanted.storeId().equals(found.storeId())
                || wanted.epoch() != found.epoch()
                || wanted.headSeq() != found.headSeq()) {
            throw different("the position");
        }
    }

    private LynchetException different(String what) {
        return new LynchetException(
                ErrorCode.CONFLICT,
                what + " in " + to + " is not what " + from + " has, which stays in charge. Empty " + to
                        + ", begin again, and report this.");
    }
}
