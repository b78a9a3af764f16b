// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.ReadMeter;

/** What one read of a result has in its hands until the engine has taken it over. Used by one thread after the other. */
final class ReadAccount extends ReadMeter {
    private final LiveBudget budget;
    private final String caller;
    private final long replaces;
    private long bytes;
    private LynchetException refusal;

    /**
     * @param caller who is charged, or null for nobody
     * @param replaces what is charged already for what the read replaces
     */
    ReadAccount(LiveBudget budget, String caller, long replaces) {
        this.budget = budget;
        this.caller = caller;
        this.replaces = replaces;
    }

    String caller() {
        return caller;
    }

    long replaces() {
        return replaces;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void read(long more) {
        try {
            budget.reads(this, more);
        } catch (LynchetException e) {
            refusal = e;
            throw e;
        }
        bytes += more;
    }

    @Override
    public void handedOn() {
        budget.readEnds(caller, bytes);
        bytes = 0;
    }

    /** Why the budget ended the read; null when it was something else. */
    LynchetException refusal() {
        return refusal;
    }
}
