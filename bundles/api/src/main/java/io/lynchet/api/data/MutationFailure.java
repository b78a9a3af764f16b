// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.LynchetException;

/** One mutation of several was refused, and so all of them. Code, message and problems are those of that one. */
public final class MutationFailure extends LynchetException {
    private static final long serialVersionUID = 1L;

    private final int index;

    public MutationFailure(int index, LynchetException cause) {
        super(cause.code(), cause.getMessage(), cause.problems(), cause);
        this.index = index;
    }

    /** Position of the refused mutation, from 0. */
    public int index() {
        return index;
    }
}
