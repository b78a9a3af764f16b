// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.data.Page;
import io.lynchet.api.query.ReadMeter;

/**
 * What one request has in memory. The first {@link #FREE_BYTES} are not counted, and the rest in pieces, so that small requests touch nothing that others
 * touch. Nor is more than {@link #REQUEST_BYTES_MAX}: a route that has read more of its own accord walks through rows and does not keep them. When all has been made,
 * each {@link #BYTES_PER_REQUEST} that were read or answered are paid like a request. Used by one thread after the other.
 */
final class AnswerAccount extends ReadMeter {
    static final long FREE_BYTES = 64 * 1024;

    /** A page and what it is written from. */
    static final long REQUEST_BYTES_MAX = 2 * Page.BYTES_MAX;

    /** A large answer costs as much as many small ones. */
    static final long BYTES_PER_REQUEST = 256 * 1024;

    private final AnswerBudget budget;
    private AnswerOwner owner;
    private String caller;
    private long bytes;
    private long taken;
    private long all;

    AnswerAccount(AnswerBudget budget) {
        this.budget = budget;
    }

    void ownedBy(AnswerOwner who) {
        owner = who;
    }

    @Override
    public void read(long more) {
        all += more;
        bytes = Math.min(REQUEST_BYTES_MAX, bytes + more);
        if (bytes > taken + FREE_BYTES) {
            long missing = Math.max(bytes - taken, FREE_BYTES);
            if (taken == 0) {
                caller = ownerName();
            }
            budget.take(caller, missing);
            taken += missing;
        }
    }

    @Override
    public void handedOn() {
        becomes(0);
    }

    private String ownerName() {
        return owner == null ? null : owner.name();
    }

    /** All has been read and, but for what is written piece by piece, answered. */
    void settle(long answered) {
        long requests = Math.max(all, answered) / BYTES_PER_REQUEST;
        if (requests > 0 && owner != null) {
            owner.pay((int) Math.min(RequestLimits.PER_MINUTE_MAX, requests));
        }
    }

    /** What was read has become an answer of so many bytes, or nothing; false when there is nothing to give back later. */
    boolean becomes(long length) {
        long now = length > FREE_BYTES ? length : 0;
        if (now > taken) {
            if (taken == 0) {
                caller = ownerName();
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
