// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.caller;

import io.lynchet.api.auth.Memberships;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import io.lynchet.auth.schema.AuthSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The cache of callers by the digest of their token, so that a request with a session costs no read.
 *
 * <p>The log reports each change of a session, key or account before its writer gets the result. The callers that it
 * affects are dropped then.
 *
 * <p>A look-up that began before such a change may end after it with the old row. So each look-up takes the number of
 * changes before it reads. Its result is kept only while that number is the same.
 */
public final class CallerCache {
    private static final int MAX = 50_000;

    private final Map<String, Known> byDigest = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private int feeds;

    /**
     * A cached caller.
     *
     * @param expiresAt null for never
     */
    record Known(Caller caller, String rowId, String userId, Instant expiresAt) {}

    Known get(String digest) {
        return byDigest.get(digest);
    }

    /** Returns the number of changes so far. Take it before the read whose result goes to {@link #keep}. */
    long changeCount() {
        return changes.get();
    }

    synchronized void keep(String digest, Known known, long changeCount) {
        if (feeds > 0 && changes.get() == changeCount) {
            if (byDigest.size() >= MAX) {
                byDigest.clear();
            }
            byDigest.put(digest, known);
        }
    }

    /**
     * Starts or stops following one more feed of the log, and drops all callers. While no feed is followed, nothing is
     * kept.
     */
    public synchronized void follow(boolean heard) {
        changes.incrementAndGet();
        byDigest.clear();
        feeds += heard ? 1 : -1;
    }

    public synchronized void changed(List<Change> all) {
        for (Change change : all) {
            // A row that did not exist before is in no cached caller.
            if (change.before() != null) {
                forget(change);
            }
            // Memberships are an exception: a session may have waited for one.
            if (change.entity().equals(Memberships.ENTITY)) {
                Row row = change.before() != null ? change.before() : change.after();
                if (row != null) {
                    forgetUser((String) row.get("userId"));
                }
            }
        }
    }

    private void forget(Change change) {
        switch (change.entity()) {
            case AuthSchema.SESSIONS -> {
                changes.incrementAndGet();
                byDigest.remove(change.id());
            }
            case AuthSchema.KEYS -> {
                changes.incrementAndGet();
                byDigest.values().removeIf(known -> known.rowId().equals(change.id()));
            }
            case AuthSchema.ACCOUNTS -> forgetUser(change.id());
            default -> {}
        }
    }

    private void forgetUser(String userId) {
        changes.incrementAndGet();
        byDigest.values().removeIf(known -> userId.equals(known.userId()));
    }
}
