// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.LynchetException;

/**
 * The failure of several mutations when one of them is refused. All of them are refused then. Code, message and
 * problems are those of the refused mutation.
 */
public final class MutationFailure extends LynchetException {
    private static final long serialVersionUID = 1L;

    private final int index;

    public MutationFailure(int index, LynchetException cause) {
        super(cause.code(), cause.getMessage(), cause.problems(), cause);
        this.index = index;
    }

    /** Returns the position of the refused mutation, from 0. */
    public int index() {
        return index;
    }
}
