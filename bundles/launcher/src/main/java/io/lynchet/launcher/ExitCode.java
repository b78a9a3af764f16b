// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

/** Exit codes of the commands; those from 64 are of sysexits.h. */
final class ExitCode {
    static final int OK = 0;
    static final int ERROR = 1;
    /** There is no memory left; the JVM itself ends with it, too. */
    static final int OUT_OF_MEMORY = 3;
    /** The command line or the configuration is wrong. */
    static final int USAGE = 64;
    /** The port or the data directory is in use. */
    static final int UNAVAILABLE = 69;

    /** A loop without which the process can't serve can't go on. */
    static final int BROKEN = 70;

    private ExitCode() {}
}
