// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes calls from one store to another. Those that come meanwhile wait at the gate; nobody ever writes to two. Used by one thread at a time, but for
 * {@link #remove}.
 */
final class StoreSwitch {
    static final BiConsumer<Store, Store> NOTHING = (from, to) -> {};

    private static final Logger LOG = LoggerFactory.getLogger(StoreSwitch.class);

    /** Callers wait 5 seconds at the gate; they must not fail when a switch does. */
    private static final long DRAIN_MILLIS = 2_000;

    private final Gate<Store> gate;
    private final LongCalls longCalls;
    private final StoreFeed feed;
    private final StoreChoice choice;
    private volatile Store serving;
    private volatile Store.Listening listening = () -> {};

    StoreSwitch(Gate<Store> gate, LongCalls longCalls, StoreFeed feed, StoreChoice choice) {
        this.gate = gate;
        this.longCalls = longCalls;
        this.feed = feed;
        this.choice = choice;
    }

    /** The one that serves, or null. */
    Store serving() {
        return serving;
    }

    /** A store has left: waits for the calls inside it. */
    void remove(Store store) {
        choice.remove(store);
        if (serving == store) {
            longCalls.end();
        }
        if (!gate.unbind(store)) {
            LOG.warn("Calls were still running in the store when it left; they may fail.");
        }
        if (serving == store) {
            serving = null;
            // The store may go on without us, and would hold on to whoever listens.
            listening.close();
        }
    }

    /**
     * Has the store serve, with nobody inside any.
     *
     * @param lastStep given the one that served, or null, and the new one
     * @param switching run before the first call goes to the new one; must not fail
     */
    void to(Store store, BiConsumer<? super Store, ? super Store> lastStep, Runnable switching) {
        Store before = serving;
        Store.Listening listeningThere;
        try {
            if (before != null) {
                leave(before);
                lastStep.accept(before, store);
            }
            goOnFrom(store);
            listeningThere = feed.follow(store);
            StoreInfo info = store.info();
            try {
                choice.serves(store, info.capabilities().contains(StoreCapability.DURABLE));
            } catch (RuntimeException e) {
                listeningThere.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            if (before != null && choice.isPresent(before)) {
                gate.bind(before);
                longCalls.goOn();
            }
            throw e;
        }
        switching.run();
        listening.close();
        listening = listeningThere;
        serving = store;
        longCalls.goOn();
        gate.bind(store);
        if (!choice.isPresent(store)) {
            // It left while it was about to serve, when there was nothing to take out of the gate yet.
            remove(store);
        }
    }

    private void leave(Store before) {
        longCalls.end();
        if (!gate.unbind(before, DRAIN_MILLIS)) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "Calls in the store did not end within " + DRAIN_MILLIS + " ms; it goes on serving. Try again.");
        }
    }

    /**
     * Cursors that clients hold must mean the same in this store, or nothing. Where it does not go on from what was told, it begins an epoch above all that
     * was.
     */
    private void goOnFrom(Store store) {
        StoreInfo info = store.info();
        if (feed.goesOnIn(info)) {
            return;
        }
        if (!info.capabilities().contains(StoreCapability.COPY)) {
            throw new LynchetException(
                    ErrorCode.UNSUPPORTED,
                    "The store " + info.provider() + " has another history and can't begin an epoch.");
        }
        long epoch = Math.max(info.epoch(), feed.epoch()) + 1;
        long head = Math.max(info.headSeq(), feed.head()) + 1;
        LOG.warn(
                "The store {} has another history than the one before: epoch {} begins after seq {}.",
                info.provider(),
                epoch,
                head);
        store.beginEpoch(epoch, head);
    }
}
