// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Memberships;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers by the digest of their token, so that a request with a session costs no read. The log tells of each change of a session, a key or
 * an account before the writer of that change has its answer, and what it concerns is forgotten then.
 *
 * <p>A look-up that began before such a change may end after it with the old row. So each look-up takes the number of changes seen before it
 * reads, and what it found is kept only while that number is still the same.
 */
final class KnownCallers {
    private static final int MAX = 50_000;

    private final Map<String, Known> byDigest = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private boolean following;

    /** @param expiresAt null when never */
    record Known(Caller caller, String rowId, String userId, Instant expiresAt) {}

    Known get(String digest) {
        return byDigest.get(digest);
    }

    /** To be taken before the read whose result is handed to {@link #keep}. */
    long moment() {
        return changes.get();
    }

    synchronized void keep(String digest, Known known, long moment) {
        if (following && changes.get() == moment) {
            if (byDigest.size() >= MAX) {
                byDigest.clear();
            }
            byDigest.put(digest, known);
        }
    }

    /** Whether the log is heard; without it nothing is kept. */
    synchronized void follow(boolean heard) {
        changes.incrementAndGet();
        byDigest.clear();
        following = heard;
    }

    synchronized void changed(List<Change> all) {
        for (Change change : all) {
            // Nobody has been asked about a row that was not there before.
            if (change.before() != null) {
                forget(change);
            }
            // Except of memberships: a session may have waited for one.
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
