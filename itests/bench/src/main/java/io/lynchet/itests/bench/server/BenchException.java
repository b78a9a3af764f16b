// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.server;

/** The benchmark can't be done as asked; the message is for the person at the terminal. */
public final class BenchException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public BenchException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
