// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

/** Exit codes of the commands; the last two are those of sysexits.h. */
final class ExitCode {
    static final int OK = 0;
    static final int ERROR = 1;
    /** The command line or the configuration is wrong. */
    static final int USAGE = 64;
    /** The port or the data directory is in use. */
    static final int UNAVAILABLE = 69;

    private ExitCode() {}
}
