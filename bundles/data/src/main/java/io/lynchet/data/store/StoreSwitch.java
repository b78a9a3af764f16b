// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Lease;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreCapability;
import io.lynchet.api.store.StoreInfo;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switch of calls from one store to another. Calls in between wait at the gate; there are never writes to two
 * stores. Used by one thread at a time, except {@link #remove}.
 */
public final class StoreSwitch {
    public static final BiConsumer<Store, Store> NOTHING = (from, to) -> {};

    private static final Logger LOG = LoggerFactory.getLogger(StoreSwitch.class);

    /** Callers wait 5 seconds at the gate; they must not fail when a switch does. */
    private static final long DRAIN_MILLIS = 2_000;

    private final Gate<Store> gate;
    private final LongCalls longCalls;
    private final StoreFeed feed;
    private final StoreChoice choice;
    private volatile Store serving;
    private volatile Store.Listening listening = () -> {};

    public StoreSwitch(Gate<Store> gate, LongCalls longCalls, StoreFeed feed, StoreChoice choice) {
        this.gate = gate;
        this.longCalls = longCalls;
        this.feed = feed;
        this.choice = choice;
    }

    /** Returns the serving store, or null. */
    public Store serving() {
        return serving;
    }

    /** Removes a store that leaves, and blocks until the calls inside it end, and a takeover that uses it. */
    public void remove(Store store) {
        Lease<Store> takeover = choice.remove(store);
        detach(store);
        if (takeover != null && !takeover.retire(Gate.DRAIN_MILLIS)) {
            LOG.warn("The app was still being assembled with the store when it went; that may fail.");
        }
    }

    private void detach(Store store) {
        if (serving == store) {
            longCalls.end();
        }
        if (!gate.unbind(store)) {
            LOG.warn("Calls were still running in the store when it went; they may fail.");
        }
        if (serving == store) {
            serving = null;
            // The store may live on, and would keep its listeners.
            listening.close();
        }
    }

    /**
     * Makes the store serve, while no call is inside any store.
     *
     * @param lastStep receives the previous store, or null, and the next one
     * @param switching runs before the first call goes to the next store; must not fail
     */
    public void to(Store store, BiConsumer<? super Store, ? super Store> lastStep, Runnable switching) {
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
            // The store left while it was about to serve, when the gate did not hold it yet.
            detach(store);
        }
    }

    private void leave(Store before) {
        longCalls.end();
        if (!gate.unbind(before, DRAIN_MILLIS)) {
            throw new LynchetException(
                    ErrorCode.CONFLICT,
                    "Calls in the store did not end within " + DRAIN_MILLIS + " ms; it still serves. Try again.");
        }
    }

    /**
     * Cursors of clients must mean the same in this store, or be invalid. When its log does not continue what was told,
     * it begins an epoch above all of that.
     */
    private void goOnFrom(Store store) {
        StoreInfo info = store.info();
        if (feed.goesOnIn(info)) {
            return;
        }
        if (!info.capabilities().contains(StoreCapability.COPY)) {
            throw new LynchetException(
                    ErrorCode.UNSUPPORTED,
                    "The store " + info.provider() + " has another log and can't begin an epoch.");
        }
        long epoch = Math.max(info.epoch(), feed.epoch()) + 1;
        long head = Math.max(info.headSeq(), feed.head()) + 1;
        LOG.warn(
                "The store {} has another log than the previous one: epoch {} begins after seq {}.",
                info.provider(),
                epoch,
                head);
        store.beginEpoch(epoch, head);
    }
}
