// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live.group;

import io.lynchet.api.LynchetException;
import io.lynchet.api.query.ReadMeter;

/** The bytes that one read of a result holds until the engine has taken it over. Used by one thread after the other. */
public final class ReadAccount extends ReadMeter {
    private final LiveBudget budget;
    private final String caller;
    private final long replaces;
    private long bytes;
    private LynchetException refusal;

    /**
     * Creates an account.
     *
     * @param caller the caller to charge, or null
     * @param replaces the bytes already charged for the result that the read replaces
     */
    ReadAccount(LiveBudget budget, String caller, long replaces) {
        this.budget = budget;
        this.caller = caller;
        this.replaces = replaces;
    }

    public String caller() {
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

    /** Returns the budget's error that ended the read, or null. */
    public LynchetException refusal() {
        return refusal;
    }
}
