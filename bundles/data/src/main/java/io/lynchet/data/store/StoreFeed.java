// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import io.lynchet.api.data.ChangeFeed;
import io.lynchet.api.data.ChangeListener;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.row.Change;
import io.lynchet.api.schema.Schema;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Store;
import io.lynchet.api.store.StoreInfo;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the serving store, which continues without a gap when another store takes over. */
public final class StoreFeed implements ChangeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFeed.class);
    private static final int CATCH_UP_ROWS = 1_000;
    private static final long TAIL_BYTES_MAX = 8L << 20;

    private final Gate<Store> stores;
    private final ChangeTail tail = new ChangeTail(TAIL_BYTES_MAX);
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private volatile long head = -1;
    private volatile String storeId = "";
    private volatile long epoch;

    public StoreFeed(Gate<Store> stores) {
        this.stores = stores;
    }

    /** Returns whether this store's log continues what listeners have heard: it holds it, or begins after all of it. */
    boolean goesOnIn(StoreInfo info) {
        if (head < 0) {
            return true;
        }
        boolean sameLog = info.storeId().equals(storeId) && info.epoch() == epoch && info.headSeq() >= head;
        return sameLog || (info.epoch() > epoch && info.oldestSeq() > head);
    }

    /** Returns the epoch of the last change that was told; 0 before the first store. */
    long epoch() {
        return epoch;
    }

    /**
     * Follows a store that is about to serve, for which {@link #goesOnIn} is true; it takes no writes yet. If it is the
     * same log, tells first the changes that listeners have not heard of.
     *
     * @return the handle to close when the store leaves
     */
    Store.Listening follow(Store store) {
        try (Snapshot snapshot = store.snapshot()) {
            StoreInfo info = store.info();
            if (head < 0 || info.epoch() != epoch) {
                tail.clear();
                head = snapshot.seq();
            }
            storeId = info.storeId();
            epoch = info.epoch();
            while (head < snapshot.seq()) {
                tell(snapshot.changes(head, CATCH_UP_ROWS));
            }
        }
        return store.listen(this::tell);
    }

    private void tell(List<Change> changes) {
        tail.add(changes);
        head = changes.get(changes.size() - 1).seq();
        for (ChangeListener listener : listeners) {
            try {
                listener.changed(changes);
            } catch (RuntimeException | Error e) {
                Vitals.suffered(e);
                LOG.error("A listener of the change feed failed at seq {}.", head, e);
            }
        }
    }

    @Override
    public long head() {
        return Math.max(0, head);
    }

    /** Returns the oldest seq after which the log can be read. */
    public long oldestCursor() {
        return Math.max(0, stores.call(Store::info).oldestSeq() - 1);
    }

    @Override
    public List<Change> read(long after, int limit) {
        return stores.call(store -> {
            StoreInfo info = store.info();
            List<Change> recent = recent(info, after, Math.min(head, info.headSeq()), limit, store.installed());
            if (recent != null) {
                return recent;
            }
            try (Snapshot snapshot = store.snapshot()) {
                return snapshot.changes(after, limit);
            }
        });
    }

    /** Returns what {@link Snapshot#changes} of a snapshot of this store does, from memory if possible. */
    public List<Change> read(Snapshot snapshot, StoreInfo info, long after, int limit) {
        List<Change> recent = recent(info, after, snapshot.seq(), limit, snapshot.schema());
        return recent == null ? snapshot.changes(after, limit) : recent;
    }

    private List<Change> recent(StoreInfo info, long after, long upTo, int limit, Optional<Schema> schema) {
        boolean here = info.epoch() == epoch && info.storeId().equals(storeId) && after + 1 >= info.oldestSeq();
        return here && schema.isPresent() ? tail.after(after, upTo, limit, schema.get()) : null;
    }

    @Override
    public List<Change> before(long end, int limit) {
        return stores.call(store -> {
            try (Snapshot snapshot = store.snapshot()) {
                long oldest = store.info().oldestSeq();
                if (end < oldest || end > snapshot.seq()) {
                    return List.of();
                }
                // Large changes end a page early; then it is not the page right before the end.
                for (int most = limit; ; most = Math.max(1, most / 2)) {
                    long bound = boundBefore(end, most, oldest, snapshot);
                    List<Change> page = snapshot.changes(bound, (int) Math.max(1, end - bound));
                    if (most == 1 || page.get(page.size() - 1).seq() >= end) {
                        return page;
                    }
                }
            }
        });
    }

    /** Returns the end of the commit behind which that many changes, or one commit, lie before an end. */
    private static long boundBefore(long end, int most, long oldest, Snapshot snapshot) {
        long start = Math.max(oldest - 1, end - most);
        long bound = snapshot.change(start).map(Change::commitSeq).orElse(start);
        return bound < end ? bound : beginOf(end, oldest, snapshot) - 1;
    }

    /** Returns the seq of the first change of a commit. */
    private static long beginOf(long end, long oldest, Snapshot snapshot) {
        long first = Math.max(oldest, end - Commit.WRITES_MAX + 1);
        long last = end;
        while (first < last) {
            long middle = (first + last) / 2;
            boolean inside = snapshot.change(middle)
                    .filter(change -> change.commitSeq() == end)
                    .isPresent();
            first = inside ? first : middle + 1;
            last = inside ? middle : last;
        }
        return last;
    }

    @Override
    public AutoCloseable subscribe(ChangeListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
