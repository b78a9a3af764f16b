// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.hook;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.row.WriteResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The depth of writes in hooks. A write that a hook makes on its own thread is one deeper than the write that the hook
 * was called for. For after-hooks the depth is kept by the seq of the change until they reach it.
 */
public final class HookDepth {
    private static final Logger LOG = LoggerFactory.getLogger(HookDepth.class);

    /** Changes that hooks wrote and slow hooks have not reached. A forgotten one counts as depth 0 again. */
    private static final int KEPT_MAX = 50_000;

    private static final long AWAIT_SECONDS = 5;

    private final ThreadLocal<Integer> here = new ThreadLocal<>();
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
    private final Map<Long, Integer> bySeq = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** Returns the depth of the calling thread's writes; 0 outside of hooks. */
    int current() {
        Integer depth = here.get();
        return depth == null ? 0 : depth;
    }

    /** Fails with {@code HOOK_LOOP} when a write is too deep. @return {@link #current} */
    public int admit() {
        int depth = current();
        if (depth > Hook.DEPTH_MAX) {
            throw new LynchetException(
                    ErrorCode.HOOK_LOOP,
                    "Hooks trigger each other without end: this write comes from a hook that was called for the write"
                            + " of a hook, "
                            + Hook.DEPTH_MAX + " times over. Let the hook write only what has to change.");
        }
        return depth;
    }

    /** Runs a hook at that depth. */
    void at(int depth, Runnable call) {
        Integer before = here.get();
        here.set(depth);
        try {
            call.run();
        } finally {
            if (before == null) {
                here.remove();
            } else {
                here.set(before);
            }
        }
    }

    /**
     * Begins a write of a hook, before it is passed to the store. Until its end is told, no after-hook reads depths.
     */
    public Write begin(int depth) {
        Write write = new Write(depth);
        pending.put(write.id, write.ended);
        return write;
    }

    /** A write of a hook. */
    public final class Write {
        private final long id = ids.incrementAndGet();
        private final int depth;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        private Write(int depth) {
            this.depth = depth;
        }

        /**
         * Tells the end of the write.
         *
         * @param written null when it was refused
         */
        public void end(WriteResult written) {
            if (written != null) {
                synchronized (bySeq) {
                    written.items().forEach(item -> bySeq.put(item.seq(), depth));
                }
            }
            pending.remove(id);
            ended.complete(null);
        }
    }

    /**
     * Returns the depth of the write that made this change. Blocks for running writes of hooks, which may be this one;
     * for at most 5 seconds each.
     */
    int of(long seq) throws InterruptedException {
        for (CompletableFuture<Void> write : pending.values()) {
            try {
                write.get(AWAIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("it is only ever completed with nothing", e);
            } catch (TimeoutException e) {
                LOG.debug("The store hangs; its unfinished writes count as not written by a hook.", e);
            }
        }
        synchronized (bySeq) {
            return bySeq.isEmpty() ? 0 : bySeq.getOrDefault(seq, 0);
        }
    }
}
