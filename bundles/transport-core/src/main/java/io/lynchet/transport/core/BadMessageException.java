// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core;

/** A client's message that ends its WebSocket. */
public final class BadMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int closeCode;

    /** @param why what the client is told */
    BadMessageException(int closeCode, String why) {
        super(why);
        this.closeCode = closeCode;
    }

    public int closeCode() {
        return closeCode;
    }
}
