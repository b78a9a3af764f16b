// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.data.Page;
import io.lynchet.api.query.ReadMeter;
import java.util.function.Supplier;

/**
 * What one request has in memory. The first {@link #FREE_BYTES} are not counted, and the rest in pieces, so that small requests touch nothing that others
 * touch. Nor is more than {@link #REQUEST_BYTES_MAX}: a route that has read more of its own accord walks through rows and does not keep them. Used by one thread
 * after the other.
 */
final class AnswerAccount extends ReadMeter {
    static final long FREE_BYTES = 64 * 1024;

    /** A page and what it is written from. */
    static final long REQUEST_BYTES_MAX = 2 * Page.BYTES_MAX;

    private final AnswerBudget budget;
    private Supplier<String> owner = () -> null;
    private String caller;
    private long bytes;
    private long taken;

    AnswerAccount(AnswerBudget budget) {
        this.budget = budget;
    }

    /** @param who asked once, when there is something to count; may give null for one who has no limit of his own */
    void ownedBy(Supplier<String> who) {
        owner = who;
    }

    @Override
    public void read(long more) {
        bytes = Math.min(REQUEST_BYTES_MAX, bytes + more);
        if (bytes > taken + FREE_BYTES) {
            long missing = Math.max(bytes - taken, FREE_BYTES);
            if (taken == 0) {
                caller = owner.get();
            }
            budget.take(caller, missing);
            taken += missing;
        }
    }

    @Override
    public void handedOn() {
        becomes(0);
    }

    /** What was read has become an answer of so many bytes, or nothing; false when there is nothing to give back later. */
    boolean becomes(long length) {
        long now = length > FREE_BYTES ? length : 0;
        if (now > taken) {
            if (taken == 0) {
                caller = owner.get();
            }
            budget.add(caller, now - taken);
        } else if (now < taken) {
            budget.give(caller, taken - now);
        }
        taken = now;
        bytes = now;
        return now > 0;
    }
}
