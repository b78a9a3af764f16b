// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.channel;

/** An error in a client's message that ends its WebSocket. */
public final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int closeCode;

    /** @param why the reason that the client receives */
    BadMessageException(int closeCode, String why) {
        super(why);
        this.closeCode = closeCode;
    }

    public int closeCode() {
        return closeCode;
    }
}
