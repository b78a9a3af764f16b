// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

/** Exit codes of the commands; those from 64 are of sysexits.h. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int ERROR = 1;
    /** Memory is exhausted; the JVM itself ends with this code, too. */
    public static final int OUT_OF_MEMORY = 3;
    /** The command line or the configuration is wrong. */
    public static final int USAGE = 64;
    /** The port or the data directory is in use. */
    static final int UNAVAILABLE = 69;

    /** A vital loop can't go on, so the process can't serve. */
    public static final int BROKEN = 70;

    private ExitCode() {}
}
