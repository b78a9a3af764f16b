// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

import io.lynchet.api.data.Page;
import io.lynchet.api.query.ReadMeter;

/**
 * The account of one request's memory. The first {@link #FREE_BYTES} are not counted, and the rest in pieces, so that
 * small requests touch no shared state. Bytes above {@link #REQUEST_BYTES_MAX} are not counted either: a route that has
 * read more by itself walks through rows and does not keep them.
 *
 * <p>At the end, each {@link #BYTES_PER_REQUEST} that were read or sent are paid like a request. Used by one thread
 * after the other.
 */
public final class AnswerAccount extends ReadMeter {
    static final long FREE_BYTES = 64 * 1024;

    /** A page and the values that it is written from. */
    static final long REQUEST_BYTES_MAX = 2 * Page.BYTES_MAX;

    /** A large response costs as much as many small ones. */
    static final long BYTES_PER_REQUEST = 256 * 1024;

    private final AnswerBudget budget;
    private AnswerOwner owner;
    private String caller;
    private long bytes;
    private long taken;
    private long all;

    public AnswerAccount(AnswerBudget budget) {
        this.budget = budget;
    }

    public void ownedBy(AnswerOwner who) {
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

    /** Settles the account when everything has been read and, except a streamed body, a response made. */
    public void settle(long answered) {
        long requests = Math.max(all, answered) / BYTES_PER_REQUEST;
        if (requests > 0 && owner != null) {
            owner.pay(requests);
        }
    }

    /**
     * Tells that the values read have become a response of that many bytes, or none. Returns false when nothing is to
     * be given back later.
     */
    public boolean becomes(long length) {
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
