// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.store;

import io.lynchet.api.LynchetException;

/**
 * The failure of a commit of several writes when one of them is refused. Code, message and problems are those of that
 * write.
 */
public final class WriteRefusedException extends LynchetException {
    private static final long serialVersionUID = 1L;

    private final int index;

    public WriteRefusedException(int index, LynchetException cause) {
        super(cause.code(), cause.getMessage(), cause.problems(), cause);
        this.index = index;
    }

    /** Returns the position of the refused write in the commit, from 0. */
    public int index() {
        return index;
    }
}
